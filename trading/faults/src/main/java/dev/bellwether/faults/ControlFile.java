package dev.bellwether.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Where a control endpoint is and the word that opens it, in a file that only its owner can read:
/// `http://127.0.0.1:41873 9f86d081884c7d659a2feaa0c55ad015`.
record ControlFile(Path file, URI url, String token) {
  private static final int TOKEN_BYTES = 16;

  /// Whoever reads finds the old address or the new one, never half of it.
  static ControlFile write(Path file, int port) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is no file");
    }
    Files.createDirectories(folder);
    var bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    var url = URI.create("http://127.0.0.1:" + port);
    var written = new ControlFile(file, url, HexFormat.of().formatHex(bytes));
    Path fresh =
        Files.createTempFile(
            folder,
            ".control",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(fresh, (url + " " + written.token).getBytes(UTF_8));
    Files.move(fresh, file, ATOMIC_MOVE);
    return written;
  }

  /// @throws IOException when there is none: the service does not run, or cannot be disturbed
  static ControlFile read(Path file) throws IOException {
    String[] words = Files.readString(file).strip().split(" ", -1);
    if (words.length != 2) {
      throw new IOException(file + ": expected an address and a token");
    }
    return new ControlFile(file, URI.create(words[0]), words[1]);
  }

  /// Leaves the file of a successor alone.
  void delete() {
    try {
      if (read(file).token.equals(token)) {
        Files.delete(file);
      }
    } catch (IOException _) {
      // It is gone, or will be overwritten.
    }
  }
}

package dev.bellwether.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.EnumSet;

/// What a file says about who we are: `user:password`, or an API key, which has no colon.
final class Credentials {
  private static final String NAME = "OBSERVATORY_ELASTICSEARCH_CREDENTIALS";

  private Credentials() {}

  /// The value of the header `Authorization`.
  ///
  /// @throws IllegalArgumentException when the file cannot be used; its content is never told
  static String authorization(Path file) {
    try {
      refuseReadableByOthers(file);
      var text = Files.readString(file).strip();
      if (text.isEmpty() || text.lines().count() > 1) {
        throw new IllegalArgumentException(
            "%s: %s (expected: one line, user:password or an API key)".formatted(NAME, file));
      }
      return text.contains(":")
          ? "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
          : "ApiKey " + text;
    } catch (IOException e) {
      throw new IllegalArgumentException("%s: %s cannot be read".formatted(NAME, file), e);
    }
  }

  private static void refuseReadableByOthers(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    var permissions = Files.getPosixFilePermissions(file);
    var owner =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.OWNER_EXECUTE);
    if (!owner.containsAll(permissions)) {
      throw new IllegalArgumentException(
          "%s: %s is %s (expected: for its owner only, chmod 600)"
              .formatted(NAME, file, PosixFilePermissions.toString(permissions)));
    }
  }
}

package dev.bellwether.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// Passwords and keys: made at random on first use, then kept, one file each, readable by the owner
/// only.
record Secrets(Path folder) {
  /// 32 bytes are the key length that HMAC-SHA256 asks for, and more than a password needs.
  private static final int SECRET_BYTES = 32;

  Path password(String name) {
    return kept(name, HexFormat.of().formatHex(random()));
  }

  /// In the form of Standard Webhooks.
  Path webhookSecret(String name) {
    return kept(name, "whsec_" + Base64.getEncoder().encodeToString(random()));
  }

  /// Where the token of the lab's link is: it is used up, and made anew by every start.
  Path oneTimeToken() {
    return folder.resolve("lab-token");
  }

  Path freshOneTimeToken() {
    try {
      Files.deleteIfExists(oneTimeToken());
    } catch (IOException e) {
      throw new LauncherException(oneTimeToken() + " cannot be replaced", e);
    }
    return kept("lab-token", HexFormat.of().formatHex(random()));
  }

  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new LauncherException(file + " cannot be read", e);
    }
  }

  private Path kept(String name, String fresh) {
    var file = folder.resolve(name);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.createFile(file, ownerOnly);
      Files.write(file, fresh.getBytes(StandardCharsets.US_ASCII));
    } catch (FileAlreadyExistsException _) {
      // Made by an earlier start.
    } catch (IOException e) {
      throw new LauncherException(file + " cannot be written", e);
    }
    return file;
  }

  private static byte[] random() {
    var bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}

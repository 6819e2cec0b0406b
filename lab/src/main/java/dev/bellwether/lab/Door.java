package dev.bellwether.lab;

import dev.bellwether.http.Handler;
import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/// Lets in who followed the link that `./bellwether lab` printed, once; the cookie they get is good
/// until the data folder is deleted. Behind this door is a shell: being on loopback is not enough,
/// because every user of the machine is.
///
/// The listener has already turned away foreign hosts and origins. Many threads may use it.
final class Door {
  private static final String COOKIE = "bellwether-lab";

  /// 256 bits: as long as a key.
  private static final int SECRET_BYTES = 32;

  private static final int COOKIE_SECONDS = 30 * 24 * 3600;

  private final Object lock = new Object();
  private final Path tokenFile;
  private final byte[] session;

  Door(Path tokenFile, Path sessionFile) {
    this.tokenFile = tokenFile;
    this.session = utf8(session(sessionFile));
  }

  Handler before(Handler inside) {
    return request -> {
      if (request.path().equals("/api/health")) {
        return inside.handle(request);
      }
      if (request.path().equals("/enter")) {
        return enter(request);
      }
      if (isKnown(request)) {
        return inside.handle(request);
      }
      throw Problem.of(
          401, "This page needs the link that ./bellwether lab printed when it started.", Map.of());
    };
  }

  private Response enter(Request request) {
    if (!isKnown(request) && !use(request.parameter("token").orElse(""))) {
      throw Problem.of(
          403,
          "This link has been used, or is not ours. Start ./bellwether lab again for a new one.",
          Map.of());
    }
    var cookie =
        "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict"
            .formatted(COOKIE, new String(session, StandardCharsets.UTF_8), COOKIE_SECONDS);
    return Response.empty(303).withHeader("location", "/").withHeader("set-cookie", cookie);
  }

  /// True for the first who shows the token.
  private boolean use(String shown) {
    synchronized (lock) {
      try {
        var token = utf8(Files.readString(tokenFile).strip());
        boolean right = token.length > 0 && MessageDigest.isEqual(token, utf8(shown));
        if (right) {
          Files.delete(tokenFile);
        }
        return right;
      } catch (NoSuchFileException _) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private boolean isKnown(Request request) {
    return Arrays.stream(request.header("cookie").orElse("").split("[;,]", -1))
        .map(String::strip)
        .filter(cookie -> cookie.startsWith(COOKIE + "="))
        .anyMatch(
            cookie -> MessageDigest.isEqual(session, utf8(cookie.substring(COOKIE.length() + 1))));
  }

  private static String session(Path file) {
    var bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.createFile(file, ownerOnly);
      Files.writeString(file, HexFormat.of().formatHex(bytes));
    } catch (FileAlreadyExistsException _) {
      // Made by an earlier start: who was let in then still is.
    } catch (IOException e) {
      throw new UncheckedIOException("session: " + file, e);
    }
    try {
      var session = Files.readString(file).strip();
      if (session.length() != 2 * SECRET_BYTES) {
        throw new IllegalArgumentException(
            "%s: %d characters (expected: %d; delete it)"
                .formatted(file, session.length(), 2 * SECRET_BYTES));
      }
      return session;
    } catch (IOException e) {
      throw new UncheckedIOException("session: " + file, e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

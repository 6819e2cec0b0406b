package dev.bellwether.notifier;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs webhooks by Standard Webhooks 1.0.0: HMAC-SHA-256 over `id.timestamp.body` with a secret
/// that the receiver knows too. May be used by many threads.
final class WebhookSigner {

  private static final String SECRET_PREFIX = "whsec_";

  private final SecretKeySpec key;

  private WebhookSigner(SecretKeySpec key) {
    this.key = key;
  }

  /// Reads `whsec_<base64>` from a file; throws [IllegalArgumentException] that names the file.
  static WebhookSigner reading(Path secretFile) {
    try {
      return of(Files.readString(secretFile).strip());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "webhook secret %s: cannot be read (%s)".formatted(secretFile, e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "webhook secret %s: %s".formatted(secretFile, e.getMessage()), e);
    }
  }

  static WebhookSigner of(String secret) {
    if (!secret.startsWith(SECRET_PREFIX)) {
      throw new IllegalArgumentException("does not start with " + SECRET_PREFIX);
    }
    var key = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
    return new WebhookSigner(new SecretKeySpec(key, "HmacSHA256"));
  }

  /// The value of `webhook-signature`; `sentAt` must go into `webhook-timestamp` as Unix seconds.
  String signature(String id, Instant sentAt, byte[] body) {
    try {
      var mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      mac.update("%s.%d.".formatted(id, sentAt.getEpochSecond()).getBytes(US_ASCII));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + key.getAlgorithm(), e);
    }
  }
}

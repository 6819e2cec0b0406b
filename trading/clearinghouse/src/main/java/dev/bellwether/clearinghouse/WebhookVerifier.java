package dev.bellwether.clearinghouse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Decides whether a webhook is genuine, by Standard Webhooks 1.0.0: the sender signs
/// `id.timestamp.body` with HMAC-SHA-256 and a secret that both sides know. May be used by many
/// threads.
final class WebhookVerifier {

  /// Standard Webhooks: older messages may be replays, newer ones come from a wrong clock.
  private static final Duration SKEW_MAX = Duration.ofMinutes(5);

  private static final String SECRET_PREFIX = "whsec_";

  private final SecretKeySpec key;
  private final InstantSource clock;

  private WebhookVerifier(SecretKeySpec key, InstantSource clock) {
    this.key = key;
    this.clock = clock;
  }

  /// Reads `whsec_<base64>` from a file; throws [IllegalArgumentException] that names the file.
  static WebhookVerifier reading(Path secretFile, InstantSource clock) {
    try {
      return of(Files.readString(secretFile).strip(), clock);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "webhook secret %s: cannot be read (%s)".formatted(secretFile, e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "webhook secret %s: %s".formatted(secretFile, e.getMessage()), e);
    }
  }

  static WebhookVerifier of(String secret, InstantSource clock) {
    if (!secret.startsWith(SECRET_PREFIX)) {
      throw new IllegalArgumentException("does not start with " + SECRET_PREFIX);
    }
    var key = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
    return new WebhookVerifier(new SecretKeySpec(key, "HmacSHA256"), clock);
  }

  /// Says what is wrong with a message, in words that help an honest sender and no other. An absent
  /// header is an empty one.
  Optional<String> objection(String id, String timestamp, String signatures, byte[] body) {
    if (id.isEmpty() || timestamp.isEmpty() || signatures.isEmpty()) {
      return Optional.of(
          "webhook-id, webhook-timestamp and webhook-signature are required headers");
    }
    if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
      return Optional.of(
          "webhook-id: expected 1 to 64 letters, digits, dots, dashes or underscores");
    }
    if (!isRecent(timestamp)) {
      return Optional.of(
          "webhook-timestamp: expected Unix seconds, at most %s from now".formatted(SKEW_MAX));
    }
    return isSigned(id, timestamp, signatures, body)
        ? Optional.empty()
        : Optional.of("webhook-signature: no signature matches");
  }

  private boolean isRecent(String timestamp) {
    if (!timestamp.matches("[0-9]{1,11}")) {
      return false;
    }
    var sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
    return Duration.between(sent, clock.instant()).abs().compareTo(SKEW_MAX) <= 0;
  }

  /// A sender that changes its secret signs with both: `v1,<base64> v1,<base64>`.
  private boolean isSigned(String id, String timestamp, String signatures, byte[] body) {
    var expected = ("v1," + signature(id, timestamp, body)).getBytes(US_ASCII);
    var signed = false;
    for (var candidate : signatures.split(" ", 8)) {
      signed |= MessageDigest.isEqual(expected, candidate.getBytes(US_ASCII));
    }
    return signed;
  }

  private String signature(String id, String timestamp, byte[] body) {
    try {
      var mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      mac.update((id + "." + timestamp + ".").getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + key.getAlgorithm(), e);
    }
  }
}

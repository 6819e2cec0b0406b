package dev.bellwether.trader;

import dev.bellwether.faults.FaultKind;
import dev.bellwether.faults.Faults;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a trade depends on besides itself: the hash of its customer, the machine of the model, the
/// mood of the market, the feed of its data. On a good day, none of it is noticed.
final class Surroundings {
  private static final Logger log = LoggerFactory.getLogger(Surroundings.class);

  /// The feed is never exactly as slow as the last time.
  private static final int JITTER_MILLIS = 10;

  private static final int HASH_BITS = 256;

  private final Faults faults;

  Surroundings(Faults faults) {
    this.faults = faults;
  }

  /// Hashes the customer's id, by an algorithm that may cost some time.
  void hashCustomer(TradeRequest request) {
    OptionalInt thousands = strike(FaultKind.EXPENSIVE_HASH, request);
    if (thousands.isEmpty()) {
      return;
    }
    byte[] salt = request.tradeId().toString().getBytes(StandardCharsets.US_ASCII);
    var key =
        new PBEKeySpec(
            request.customerId().toCharArray(), salt, thousands.getAsInt() * 1_000, HASH_BITS);
    try {
      SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2", e);
    }
  }

  /// Makes room for the model's next run.
  ///
  /// @throws IllegalStateException as the model's runtime does
  void loadModel(TradeRequest request) {
    if (strike(FaultKind.MODEL_EXCEPTION, request).isPresent()) {
      boolean even = (request.tradeId().getLeastSignificantBits() & 1) == 0;
      throw new IllegalStateException(
          even
              ? "CUDA out of memory. Tried to allocate 2.00 GiB"
              : "mat1 and mat2 shapes cannot be multiplied (32x6 and 8x64)");
    }
  }

  /// What the market's mood adds to a factor.
  int marketSkew(TradeRequest request) {
    return strike(FaultKind.MARKET_SKEW, request).orElse(0);
  }

  /// Fetches what the market knows of the symbol.
  void fetchMarketData(TradeRequest request, Action action) {
    OptionalInt millis =
        faults.strike(
            FaultKind.SLOW_MARKET_DATA,
            request.tradeId(),
            () -> {
              Map<String, String> fields = new HashMap<>(request.keys());
              fields.put("action", action.label());
              return fields;
            });
    if (millis.isEmpty()) {
      return;
    }
    int jitter = Math.floorMod(request.tradeId().hashCode(), 2 * JITTER_MILLIS) - JITTER_MILLIS;
    Duration took = Duration.ofMillis(Math.max(1, millis.getAsInt() + jitter));
    try {
      Thread.sleep(took);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Problem(503, "the trader is stopping", null);
    }
    log.warn(
        "unable to fetch current market data; skipping: market.{}.example.com timed out after {} ms",
        request.region().toLowerCase(Locale.ROOT),
        took.toMillis());
  }

  private OptionalInt strike(FaultKind kind, TradeRequest request) {
    return faults.strike(kind, request.tradeId(), request::keys);
  }
}

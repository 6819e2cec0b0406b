package dev.bellwether.monkey;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/// How this process is set up, from `MONKEY_…` in the environment.
///
/// | variable | default | |
/// |---|---|---|
/// | `MONKEY_PORT` | 9002 | on 127.0.0.1; 0 is any free one |
/// | `MONKEY_TRADER_URL` | `http://127.0.0.1:9001` | where trades are sent |
/// | `MONKEY_SEED` | a random one | of the customers and of every trade |
/// | `MONKEY_AUTOSTART` | true | whether to trade without being told to |
/// | `MONKEY_TRADES_PER_SECOND` | 4 | on average, without surges |
/// | `MONKEY_SECONDS_PER_DAY` | 60 | of the trading week, which has five days |
/// | `MONKEY_TRADES_MAX` | 0 | after so many it stops by itself; 0 is never |
/// | `MONKEY_CONTROL_FOLDER` | `.bellwether/control` | where services say how to control them |
/// | `MONKEY_LEDGER_FILE` | `.bellwether/ledger/incidents.jsonl` | what went wrong, for whom |
record MonkeyConfig(
    int port,
    URI traderUrl,
    long seed,
    boolean autostart,
    double tradesPerSecond,
    Duration day,
    long tradesMax,
    Path controlFolder,
    Path ledgerFile) {
  private static final String PREFIX = "MONKEY_";
  private static final String PORT = "MONKEY_PORT";
  private static final String TRADER = "MONKEY_TRADER_URL";
  private static final String SEED = "MONKEY_SEED";
  private static final String AUTOSTART = "MONKEY_AUTOSTART";
  private static final String RATE = "MONKEY_TRADES_PER_SECOND";
  private static final String DAY = "MONKEY_SECONDS_PER_DAY";
  private static final String TRADES_MAX = "MONKEY_TRADES_MAX";
  private static final String CONTROL = "MONKEY_CONTROL_FOLDER";
  private static final String LEDGER = "MONKEY_LEDGER_FILE";

  /// @throws IllegalArgumentException naming the variable, its value and the rule
  static MonkeyConfig from(Map<String, String> environment) {
    var known =
        new TreeSet<>(
            Set.of(PORT, TRADER, SEED, AUTOSTART, RATE, DAY, TRADES_MAX, CONTROL, LEDGER));
    for (String name : environment.keySet()) {
      if (name.startsWith(PREFIX) && !known.contains(name)) {
        throw refused(name, "unknown", String.join(", ", known));
      }
    }
    return new MonkeyConfig(
        (int) number(environment, PORT, 9002, 0, 65_535),
        url(environment),
        environment.containsKey(SEED)
            ? number(environment, SEED, 0, Long.MIN_VALUE, Long.MAX_VALUE)
            // Short enough to be typed again.
            : ThreadLocalRandom.current().nextLong(1_000_000),
        autostart(environment),
        rate(environment),
        Duration.ofSeconds(number(environment, DAY, 60, 1, 86_400)),
        number(environment, TRADES_MAX, 0, 0, Long.MAX_VALUE),
        Path.of(environment.getOrDefault(CONTROL, ".bellwether/control")),
        Path.of(environment.getOrDefault(LEDGER, ".bellwether/ledger/incidents.jsonl")));
  }

  /// Without the places of what goes wrong: this goes to the log, which is part of the telemetry.
  @Override
  public String toString() {
    return "MonkeyConfig[port=%d, traderUrl=%s, seed=%d, autostart=%s, tradesPerSecond=%s, day=%s, tradesMax=%d]"
        .formatted(port, traderUrl, seed, autostart, tradesPerSecond, day, tradesMax);
  }

  private static URI url(Map<String, String> environment) {
    String text = environment.getOrDefault(TRADER, "http://127.0.0.1:9001");
    try {
      URI url = URI.create(text);
      if ("http".equals(url.getScheme()) && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException _) {
      // Refused below, like a URL of another scheme.
    }
    throw refused(TRADER, text, "http://host:port");
  }

  private static boolean autostart(Map<String, String> environment) {
    String text = environment.getOrDefault(AUTOSTART, "true");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refused(AUTOSTART, text, "true or false");
    };
  }

  /// At most what one thread can start in a second with ease.
  private static double rate(Map<String, String> environment) {
    String text = environment.getOrDefault(RATE, "4");
    try {
      double rate = Double.parseDouble(text);
      if (rate >= 0.01 && rate <= 10_000) {
        return rate;
      }
    } catch (NumberFormatException _) {
      // Refused below, like a number out of range.
    }
    throw refused(RATE, text, "0.01 to 10000");
  }

  private static long number(
      Map<String, String> environment, String name, long otherwise, long min, long max) {
    String text = environment.getOrDefault(name, Long.toString(otherwise));
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Refused below, like a number out of range.
    }
    throw refused(name, text, min + " to " + max);
  }

  private static IllegalArgumentException refused(String name, String value, String expected) {
    return new IllegalArgumentException("%s: %s (expected: %s)".formatted(name, value, expected));
  }
}

package dev.bellwether.monkey;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a customer trades with. `%1$d` in a pattern is the major version.
public enum Browser {
  CHROME(
      138,
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/%1$d.0.0.0 Safari/537.36"),
  EDGE(
      138,
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/%1$d.0.0.0 Safari/537.36 Edg/%1$d.0.0.0"),
  FIREFOX(140, "Mozilla/5.0 (X11; Linux x86_64; rv:%1$d.0) Gecko/20100101 Firefox/%1$d.0"),
  SAFARI(
      17,
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
          + " Version/%1$d.0 Safari/605.1.15");

  /// How many major versions are in use at a time.
  public static final int VERSIONS = 3;

  private final int oldest;
  private final String pattern;

  Browser(int oldest, String pattern) {
    this.oldest = oldest;
    this.pattern = pattern;
  }

  public int oldest() {
    return oldest;
  }

  /// The version after all that are in use.
  public int next() {
    return oldest + VERSIONS;
  }

  public static Optional<Browser> labelled(String label) {
    return Arrays.stream(values()).filter(it -> it.toString().equals(label)).findFirst();
  }

  public String named(int version) {
    return this + " " + version;
  }

  public String userAgent(int version) {
    return pattern.formatted(version);
  }

  /// The name in paths and predicates.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

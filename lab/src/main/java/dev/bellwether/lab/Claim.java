package dev.bellwether.lab;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What somebody holds for the cause: an attribute and its value.
record Claim(String key, String value) {
  private static final String PREFIX = "com.example.";
  static final String USER_AGENT = "user_agent.original";
  static final String SERVICE = "service.name";

  /// Attributes of ours that may be named without their prefix.
  private static final Set<String> OURS =
      Set.of(
          "customer_id",
          "day_of_week",
          "region",
          "symbol",
          "data_source",
          "classification",
          "canary",
          "trade_id",
          "action",
          "shares",
          "share_price",
          "value",
          "market_factor");

  /// What people say for an attribute that has another name.
  private static final Map<String, String> ALSO =
      Map.of(
          "customer", PREFIX + "customer_id",
          "service", SERVICE,
          "browser", USER_AGENT,
          "user_agent", USER_AGENT);

  /// How browsers call themselves in a user agent.
  private static final Map<String, String> PRODUCTS =
      Map.of("chrome", "Chrome", "edge", "Edg", "firefox", "Firefox", "safari", "Version");

  private static final Pattern BROWSER = Pattern.compile("([a-z]+)[ /](\\d+)[.0]*");

  /// The line `KEY VALUE`, as the command `answer` writes it.
  static Optional<Claim> parse(String line) {
    var words = line.strip().split("\\s+", 2);
    return words.length < 2
        ? Optional.empty()
        : Optional.of(of(words[0], words[1].replaceAll("^[\"']|[\"']$", "")));
  }

  static Claim of(String key, String value) {
    var full = OURS.contains(key) ? PREFIX + key : ALSO.getOrDefault(key, key);
    return new Claim(full, value);
  }

  boolean sameKey(Claim other) {
    return key.equals(other.key);
  }

  /// True when the other names the same, in other words perhaps.
  boolean means(Claim other) {
    return sameKey(other)
        && (value.equalsIgnoreCase(other.value)
            || (key.equals(USER_AGENT) && isSameBrowser(other.value)));
  }

  /// A search for what has it.
  String query() {
    return product()
        .map(product -> "%s : *%s*".formatted(key, product))
        .orElseGet(() -> "%s : \"%s\"".formatted(key, value.replaceAll("[\"\\\\]", "")));
  }

  /// Whether any span of the trace has it.
  boolean isIn(JsonNode trace) {
    for (var span : trace.path("spans")) {
      var seen =
          key.equals(SERVICE)
              ? span.path("service").asString("")
              : span.path("attributes").path(key).asString("");
      if (means(new Claim(key, seen))) {
        return true;
      }
    }
    return false;
  }

  /// `firefox 143` and the whole user agent of that browser are the same one.
  private boolean isSameBrowser(String other) {
    var mine = product();
    var theirs = new Claim(key, other).product();
    return (mine.isPresent() && mine.equals(theirs))
        || mine.filter(it -> isOf(other, it)).isPresent()
        || theirs.filter(it -> isOf(value, it)).isPresent();
  }

  /// Edge says that it is Chrome, too.
  private static boolean isOf(String userAgent, String product) {
    return (userAgent + " ").matches(".*" + Pattern.quote(product) + "[. ].*")
        && (product.startsWith("Edg/") || !userAgent.contains("Edg/"));
  }

  /// `Firefox/143` of `firefox 143`.
  private Optional<String> product() {
    var browser = BROWSER.matcher(value.toLowerCase(Locale.ROOT));
    return key.equals(USER_AGENT) && browser.matches() && PRODUCTS.containsKey(browser.group(1))
        ? Optional.of(PRODUCTS.get(browser.group(1)) + "/" + browser.group(2))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "%s = %s".formatted(key, value);
  }
}

package dev.bellwether.truth;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/// The options of a command, `--name value` each, read strictly. What is not taken is a mistake.
final class Options {
  private final Map<String, String> given = new LinkedHashMap<>();
  private final TreeSet<String> asked = new TreeSet<>();

  Options(List<String> arguments) {
    var left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      var name = left.remove();
      if (!name.startsWith("--")) {
        throw new IllegalArgumentException(name + ": unexpected (expected: --option value)");
      }
      if (left.isEmpty()) {
        throw new IllegalArgumentException(name + ": a value is missing");
      }
      if (given.put(name, left.remove()) != null) {
        throw new IllegalArgumentException(name + ": given twice");
      }
    }
  }

  String text(String name, String otherwise) {
    asked.add(name);
    var value = given.remove(name);
    return value == null ? otherwise : value;
  }

  long whole(String name, long otherwise, long min, long max) {
    return parsed(
        name,
        Long.toString(otherwise),
        Long::parseLong,
        value -> value >= min && value <= max,
        "a whole number, %d to %d".formatted(min, max));
  }

  double number(String name, double otherwise, double min, double max) {
    return parsed(
        name,
        Double.toString(otherwise),
        Double::parseDouble,
        value -> value >= min && value <= max,
        "a number, %s to %s".formatted(min, max));
  }

  Instant time(String name, Instant otherwise) {
    return parsed(
        name,
        otherwise.toString(),
        Instant::parse,
        _ -> true,
        "a time such as 2026-01-05T09:00:00Z");
  }

  void refuseOthers() {
    if (!given.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: no such option (expected: %s)"
              .formatted(given.keySet().iterator().next(), String.join(", ", asked)));
    }
  }

  private <T> T parsed(
      String name,
      String otherwise,
      Function<String, T> parser,
      Function<T, Boolean> rule,
      String expected) {
    var text = text(name, otherwise);
    try {
      var value = parser.apply(text);
      if (rule.apply(value)) {
        return value;
      }
    } catch (NumberFormatException | DateTimeException _) {
      // Refused below.
    }
    throw new IllegalArgumentException("%s: %s (expected: %s)".formatted(name, text, expected));
  }
}

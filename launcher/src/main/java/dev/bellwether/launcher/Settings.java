package dev.bellwether.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The values of all settings by name: the defaults of `settings.txt`, overlaid by the environment.
record Settings(Map<String, String> values) {
  private static final String PREFIX = "BELLWETHER_";
  private static final String NO_DEFAULT = "-";

  Settings {
    values = new LinkedHashMap<>(values);
  }

  /// @throws IllegalArgumentException when the environment has a `BELLWETHER_…` that is none of
  ///   ours
  static Settings from(Map<String, String> environment) {
    var values = defaults();
    for (var name : new TreeSet<>(environment.keySet())) {
      if (name.startsWith(PREFIX)) {
        requireKnown(name, values.keySet());
        values.put(name, environment.get(name));
      }
    }
    return new Settings(values);
  }

  private static Map<String, String> defaults() {
    var values = new LinkedHashMap<String, String>();
    for (var line : resource().lines().toList()) {
      if (line.startsWith(PREFIX)) {
        var columns = line.split(" +", 3);
        values.put(columns[0], columns[1].equals(NO_DEFAULT) ? "" : columns[1]);
      }
    }
    return values;
  }

  private static String resource() {
    try (InputStream settings = Settings.class.getResourceAsStream("settings.txt")) {
      return new String(settings.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireKnown(String name, Set<String> known) {
    if (!known.contains(name)) {
      throw new IllegalArgumentException(
          "%s: there is no such setting (closest: %s; all: ./bellwether help)"
              .formatted(name, closest(name, known)));
    }
  }

  private static String closest(String name, Set<String> known) {
    var closest = "";
    for (var candidate : known) {
      if (closest.isEmpty() || distance(name, candidate) < distance(name, closest)) {
        closest = candidate;
      }
    }
    return closest;
  }

  /// Levenshtein's: how many characters to insert, delete or replace to make one of the other.
  private static int distance(String left, String right) {
    var row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }

  String text(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new IllegalStateException(name + " is missing in settings.txt");
    }
    return value;
  }

  @Nullable Path path(String name, Path root) {
    return text(name).isEmpty() ? null : root.resolve(text(name)).toAbsolutePath().normalize();
  }

  int port(String name) {
    return (int) integer(name, 1, 65535);
  }

  boolean flag(String name) {
    return switch (text(name)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "%s: %s (expected: true or false)".formatted(name, text(name)));
    };
  }

  long integer(String name, long min, long max) {
    try {
      long value = Long.parseLong(text(name));
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Answered below: the rule is the same.
    }
    throw new IllegalArgumentException(
        "%s: %s (expected: %d to %d)".formatted(name, text(name), min, max));
  }
}

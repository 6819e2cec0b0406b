package dev.bellwether.lab;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Everything that can be set, read once from the environment, which the launcher makes.
///
/// @param port of the page; 0 picks a free one
/// @param root the repository: `trading/` is copied from there, `bellwether` rebuilds services
/// @param tracks their folders
/// @param data the folder for work copies and progress
/// @param tokenFile holds the token of the link that was printed; gone once it has been used
/// @param observatory the address of its pages and API
/// @param launcherData what `bellwether` is given as `BELLWETHER_DATA`
/// @param monkey the address of what makes trades, and faults
/// @param trader where the desk sends its own trades
/// @param ledger the file with the truth about faults: checks compare with it, nothing shows it
/// @param faults whether the desk may show and begin faults: for an instructor
record Configuration(
    int port,
    Path root,
    List<Path> tracks,
    Path data,
    Path tokenFile,
    URI observatory,
    Path launcherData,
    URI monkey,
    URI trader,
    Path ledger,
    boolean faults) {
  private static final String PREFIX = "WORKBENCH_";
  private static final List<String> NAMES =
      List.of(
          "PORT",
          "ROOT",
          "TRACKS",
          "MORE_TRACKS",
          "DATA",
          "TOKEN_FILE",
          "OBSERVATORY",
          "LAUNCHER_DATA",
          "MONKEY",
          "TRADER",
          "LEDGER",
          "FAULTS");

  /// In the order in which somebody new goes through them.
  private static final List<String> TRACKS = List.of("attributes", "root-cause", "broken-wiring");

  /// @throws IllegalArgumentException naming the variable, its value and the rule
  static Configuration of(Map<String, String> environment) {
    environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX))
        .filter(name -> !NAMES.contains(name.substring(PREFIX.length())))
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException(
              "%s: unknown (expected: one of %s)".formatted(name, NAMES));
        });
    var root = path(environment, "ROOT", ".");
    var state = root.resolve(".bellwether");
    return new Configuration(
        port(environment),
        root,
        tracks(environment, root.resolve("lab/tracks")),
        path(environment, "DATA", state.resolve("lab").toString()),
        path(environment, "TOKEN_FILE", state.resolve("secrets/lab-token").toString()),
        URI.create(value(environment, "OBSERVATORY", "http://127.0.0.1:4300")),
        path(environment, "LAUNCHER_DATA", state.toString()),
        URI.create(value(environment, "MONKEY", "http://127.0.0.1:9002")),
        URI.create(value(environment, "TRADER", "http://127.0.0.1:9001")),
        path(environment, "LEDGER", state.resolve("ledger/incidents.jsonl").toString()),
        flag(environment, "FAULTS"));
  }

  private static List<Path> tracks(Map<String, String> environment, Path folder) {
    var ours = TRACKS.stream().map(folder::resolve).map(Path::toString).toList();
    var folders =
        value(environment, "TRACKS", String.join(File.pathSeparator, ours))
            + File.pathSeparator
            + value(environment, "MORE_TRACKS", "");
    return Arrays.stream(folders.split(File.pathSeparator, -1))
        .filter(each -> !each.isBlank())
        .map(Path::of)
        .toList();
  }

  private static boolean flag(Map<String, String> environment, String name) {
    var text = value(environment, name, "false");
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(
          "%s%s: '%s' (expected: true or false)".formatted(PREFIX, name, text));
    }
    return text.equals("true");
  }

  private static int port(Map<String, String> environment) {
    var text = value(environment, "PORT", "4301");
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException(
        "%sPORT: '%s' (expected: 0 to 65535)".formatted(PREFIX, text));
  }

  private static Path path(Map<String, String> environment, String name, String byDefault) {
    return Path.of(value(environment, name, byDefault)).toAbsolutePath().normalize();
  }

  private static String value(Map<String, String> environment, String name, String byDefault) {
    var value = environment.getOrDefault(PREFIX + name, "");
    return value.isBlank() ? byDefault : value.strip();
  }
}

package dev.bellwether.launcher;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The incident ledger as a scorer reads it; dev.bellwether.faults has its format.
record LedgerFile(Path file) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Ids of the victims by the kind of what hit them.
  Map<String, Set<String>> victims() throws IOException {
    var victims = new TreeMap<String, Set<String>>();
    var hitBy = new HashMap<String, Set<String>>();
    for (JsonNode line : lines()) {
      var id = line.path("id").asString();
      if (line.has("plan")) {
        var kind = line.at("/plan/kind").asString();
        hitBy.put(id, victims.computeIfAbsent(kind, _ -> new TreeSet<>()));
      }
      for (var trade : line.path("trades")) {
        requireNonNull(hitBy.get(id), id).add(trade.asString());
      }
    }
    return victims;
  }

  /// Empty where nothing of this kind hit anybody.
  Set<String> victims(String kind) throws IOException {
    return victims().getOrDefault(kind, Set.of());
  }

  Set<String> ids() throws IOException {
    var ids = new TreeSet<String>();
    lines().forEach(line -> ids.add(line.path("id").asString()));
    return ids;
  }

  List<JsonNode> lines() throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.endsWith("}"))
        .map(JSON::readTree)
        .toList();
  }
}

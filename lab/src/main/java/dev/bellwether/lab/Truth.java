package dev.bellwether.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What really went wrong, as the incident ledger of `monkey` has it. Plans are told apart by their
/// seed: those of a case have the case's, what only confuses has the next one.
///
/// @param right claims that name the cause, the clearest first
/// @param confounders claims that are true of many who are hit, and not why they are
/// @param victims ids of the trades, those hit last at the end
/// @param began of the newest incident
record Truth(List<Claim> right, Set<Claim> confounders, List<String> victims, Instant began) {
  private static final JsonMapper JSON = new JsonMapper();

  /// Nothing where no incident has that seed.
  static Optional<Truth> read(Path ledger, long seed) throws IOException {
    var ids = new HashSet<String>();
    var right = new LinkedHashSet<Claim>();
    var confounders = new HashSet<Claim>();
    var victims = new LinkedHashSet<String>();
    var began = Instant.EPOCH;
    for (var text : Files.readAllLines(ledger)) {
      if (!text.endsWith("}")) {
        continue;
      }
      var line = JSON.readTree(text);
      var plan = line.path("plan");
      if (plan.path("seed").asLong(-1) == seed) {
        ids.add(line.path("id").asString(""));
        right.addAll(causes(line));
        began = Instant.parse(line.path("at").asString(""));
        confounders.addAll(claims(line.path("decoys")));
        confounders.addAll(claims(plan.path("where")));
      } else if (plan.path("seed").asLong(-1) == seed + 1) {
        confounders.addAll(claims(plan.path("where")));
      } else if (ids.contains(line.path("id").asString(""))) {
        line.path("trades").forEach(trade -> victims.add(trade.asString("")));
      }
    }
    confounders.removeAll(right);
    return right.isEmpty()
        ? Optional.empty()
        : Optional.of(new Truth(List.copyOf(right), confounders, List.copyOf(victims), began));
  }

  boolean isRight(Claim claim) {
    return right.stream().anyMatch(claim::means);
  }

  boolean hasKey(Claim claim) {
    return right.stream().anyMatch(claim::sameKey);
  }

  boolean isConfounder(Claim claim) {
    return confounders.stream().anyMatch(claim::means);
  }

  /// What goes wrong in the second recorder only is the canary's, whatever else is asked of a
  /// trade.
  private static List<Claim> causes(JsonNode line) {
    var services = line.path("services");
    if (services.size() == 1 && services.path(0).asString("").equals("recorder-canary")) {
      return List.of(Claim.of("canary", "true"), Claim.of("service", "recorder-canary"));
    }
    return claims(line.at("/plan/where"));
  }

  private static List<Claim> claims(JsonNode conditions) {
    var claims = new ArrayList<Claim>();
    conditions
        .properties()
        .forEach(each -> claims.add(Claim.of(each.getKey(), each.getValue().asString(""))));
    return claims;
  }
}

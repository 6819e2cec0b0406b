package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What `docs/telemetry` promises is what arrives: nothing is missing, nothing is unmentioned.
@ExtendWith(RunningSystem.Extension.class)
final class TelemetryContractIT {
  private static final Duration SEEN_MAX = Duration.ofSeconds(90);

  private static final Path CONTRACTS = LauncherProcess.root().resolve("docs/telemetry");

  @ParameterizedTest
  @ValueSource(strings = {"monkey", "trader", "router", "recorder", "notifier"})
  void live_telemetry_is_what_the_contract_lists(String service, RunningSystem system)
      throws IOException {
    var contract =
        new YAMLMapper().readTree(Files.readString(CONTRACTS.resolve(service + ".yaml")));

    var difference =
        await()
            .atMost(SEEN_MAX)
            .pollInterval(Duration.ofSeconds(2))
            .until(() -> compare(contract, service, system), Difference::isFinal);

    assertThat(difference.unmentioned()).as("seen, but not in %s.yaml", service).isEmpty();
  }

  /// @param missing what the contract lists and nobody has sent yet
  /// @param unmentioned what was sent and the contract does not list
  private record Difference(Set<String> missing, Set<String> unmentioned) {
    boolean isFinal() {
      return missing.isEmpty() || !unmentioned.isEmpty();
    }
  }

  private static Difference compare(JsonNode contract, String service, RunningSystem system) {
    var missing = new TreeSet<String>();
    contract.path("spans").forEach(span -> missing.add(span.get("name").asString()));
    contract.path("logs").forEach(log -> missing.add(log.get("body").asString()));
    var unmentioned = new TreeSet<String>();
    // What a service does on its own, say the recorder's search for events left behind, is no
    // trade.
    var query = RunningSystem.encoded("com.example.trade_id : *");
    for (var summary : system.get("/api/traces?limit=60&q=" + query).get("traces")) {
      var trace = system.get("/api/traces/" + summary.get("traceId").asString());
      for (var span : trace.get("spans")) {
        if (span.get("service").asString().equals(service)) {
          judge(contract.path("spans"), "name", span, missing, unmentioned);
        }
      }
      for (var log : trace.get("logs")) {
        if (log.get("service").asString().equals(service)) {
          judge(contract.path("logs"), "body", log, missing, unmentioned);
        }
      }
    }
    return new Difference(missing, unmentioned);
  }

  private static void judge(
      JsonNode entries, String title, JsonNode live, Set<String> missing, Set<String> unmentioned) {
    for (var entry : entries) {
      if (fits(entry, title, live)) {
        missing.remove(entry.get(title).asString());
        var extra = keys(live.get("attributes"));
        entry.get("attributes").forEach(key -> extra.remove(key.asString()));
        if (!extra.isEmpty()) {
          unmentioned.add(entry.get(title).asString() + ": " + extra);
        }
        return;
      }
    }
    unmentioned.add(live.get(title).asString());
  }

  private static boolean fits(JsonNode entry, String title, JsonNode live) {
    var wanted = entry.get(title).asString();
    var pattern = Pattern.quote(wanted).replace("…", "\\E.*\\Q");
    return Pattern.compile(pattern, Pattern.DOTALL).matcher(live.get(title).asString()).matches()
        && isSame(entry, live, "kind")
        && isSame(entry, live, "severity");
  }

  private static boolean isSame(JsonNode entry, JsonNode live, String field) {
    return !entry.has(field) || entry.get(field).asString().equals(live.get(field).asString());
  }

  private static Set<String> keys(JsonNode attributes) {
    var keys = new HashSet<>(attributes.propertyNames());
    // Which thread and which line of code it was is the agent's business, not the service's.
    keys.removeIf(key -> key.startsWith("thread.") || key.startsWith("code."));
    return keys;
  }
}

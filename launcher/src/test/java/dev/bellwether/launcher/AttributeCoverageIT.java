package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What is set once in the trader is on everything that the services of a trade say.
@ExtendWith(RunningSystem.Extension.class)
final class AttributeCoverageIT {
  private static final Duration SEEN_MAX = Duration.ofSeconds(60);
  private static final Set<String> SERVICES = Set.of("trader", "router", "recorder", "notifier");

  private static final Set<String> CELLS =
      Set.of(
          "trader spans",
          "trader logs",
          "router spans",
          "router logs",
          "recorder spans",
          "recorder logs",
          "notifier spans",
          "notifier logs");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.example.customer_id",
        "com.example.day_of_week",
        "com.example.region",
        "com.example.symbol",
        "com.example.data_source",
        "com.example.classification",
        "com.example.canary",
        "com.example.trade_id"
      })
  void a_key_of_the_trade_reads_100_percent_in_every_cell(String key, RunningSystem system) {
    // Only trades that somebody has labelled have it, and monkey labels none.
    system.trade("/trade/request", "{\"customer_id\":\"q.bert\",\"classification\":\"fraud\"}");
    var coverage =
        await()
            .atMost(SEEN_MAX)
            .pollInterval(Duration.ofSeconds(1))
            .until(
                () -> system.get("/api/coverage?attribute=" + key),
                answer -> shares(answer).keySet().containsAll(CELLS));

    assertThat(coverage.get("traces").asLong()).isPositive();
    assertThat(shares(coverage))
        .as("holes: %s", coverage.get("holes"))
        .allSatisfy((cell, share) -> assertThat(share).as(cell).isEqualTo(1.0));
  }

  private static Map<String, Double> shares(JsonNode coverage) {
    var shares = new TreeMap<String, Double>();
    for (var row : coverage.get("services")) {
      var service = row.get("service").asString();
      for (var signal : Set.of("spans", "logs")) {
        if (SERVICES.contains(service) && row.hasNonNull(signal)) {
          shares.put(service + " " + signal, row.get(signal).get("share").asDouble());
        }
      }
    }
    return shares;
  }
}

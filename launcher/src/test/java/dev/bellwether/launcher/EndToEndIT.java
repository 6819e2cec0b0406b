package dev.bellwether.launcher;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// From the customer to the page: what monkey trades is recorded, delivered, observed and drawn.
@ExtendWith(RunningSystem.Extension.class)
final class EndToEndIT {
  private static final String CUSTOMER = "com.example.customer_id";
  private static final String TRADE = "com.example.trade_id";
  private static final Set<String> SERVICES =
      Set.of("monkey", "trader", "router", "recorder", "notifier");

  /// Spans are sent every half second, a trade takes milliseconds; a busy machine takes its time.
  private static final Duration COMPLETE_MAX = Duration.ofSeconds(60);

  @Test
  void the_map_shows_exactly_the_system_that_runs(RunningSystem system) {
    await()
        .atMost(COMPLETE_MAX)
        .untilAsserted(() -> {
          var map = system.get("/api/service-map");
          assertThat(values(map.get("nodes"), "id"))
              .containsExactlyInAnyOrder(
                  "monkey",
                  "trader",
                  "router",
                  "recorder",
                  "postgresql/trades",
                  "notifier",
                  "external/clearinghouse");
          assertThat(stream(map.get("edges")).stream().map(EndToEndIT::edge))
              .containsExactlyInAnyOrder(
                  "monkey -> trader",
                  "trader -> router",
                  "router -> recorder",
                  "recorder -> postgresql/trades",
                  "recorder -> notifier",
                  "notifier -> external/clearinghouse");
        });
  }

  private static String edge(JsonNode edge) {
    return edge.get("source").asString() + " -> " + edge.get("target").asString();
  }

  @Test
  void one_trade_is_one_trace_through_all_five_services(RunningSystem system) {
    var spans = stream(completeTrade(system).get("spans"));

    assertThat(spans.stream().map(EndToEndIT::signature))
        .contains(
            "monkey client POST",
            "trader server POST /trade/request",
            "trader internal run_model",
            "trader internal trade",
            "trader client POST",
            "router server POST /record",
            "router client POST",
            "recorder server POST /record",
            "recorder client INSERT trades",
            "recorder client INSERT outbox",
            "recorder client POST",
            "recorder client UPDATE outbox",
            "notifier server POST /notify",
            "notifier client POST");
    var ids = spans.stream().map(span -> span.get("spanId").asString()).collect(toSet());
    assertThat(spans.stream().filter(span -> isRoot(span)))
        .hasSize(1)
        .allMatch(root -> root.get("service").asString().equals("monkey"));
    assertThat(spans.stream().filter(span -> !isRoot(span)))
        .allMatch(span -> ids.contains(span.get("parentSpanId").asString()));
  }

  private static boolean isRoot(JsonNode span) {
    return span.path("parentSpanId").isNull() || span.path("parentSpanId").isMissingNode();
  }

  private static String signature(JsonNode span) {
    return "%s %s %s"
        .formatted(
            span.get("service").asString(),
            span.get("kind").asString(),
            span.get("name").asString());
  }

  /// Monkey is the customer's side: it does not know the contract.
  @Test
  void every_span_and_log_record_of_a_trade_knows_its_customer(RunningSystem system) {
    var trade = completeTrade(system);

    var observed = new ArrayList<>(stream(trade.get("spans")));
    observed.removeIf(span -> span.get("service").asString().equals("monkey"));
    observed.addAll(stream(trade.get("logs")));

    assertThat(values(trade.get("logs"), "service"))
        .contains("trader", "router", "recorder", "notifier", "postgresql");
    assertThat(observed).allMatch(each -> each.get("attributes").has(CUSTOMER));
    assertThat(observed.stream().map(each -> each.get("attributes").get(CUSTOMER)).distinct())
        .hasSize(1);
  }

  /// Without a line of telemetry code in the recorder.
  @Test
  void the_log_of_the_database_is_in_the_span_that_asked_it(RunningSystem system) {
    var trade = completeTrade(system);

    var line =
        stream(trade.get("logs")).stream()
            .filter(log -> log.get("body").asString().contains("INSERT INTO trades"))
            .findFirst()
            .orElseThrow();
    assertThat(line.get("service").asString()).isEqualTo("postgresql");
    assertThat(line.get("body").asString()).doesNotContain("traceparent");
    assertThat(stream(trade.get("spans")))
        .filteredOn(span -> span.get("spanId").equals(line.get("spanId")))
        .singleElement()
        .extracting(span -> span.get("service").asString())
        .isEqualTo("recorder");
  }

  @Test
  void an_acknowledged_trade_is_one_row_and_at_least_one_receipt(RunningSystem system)
      throws SQLException {
    var id = attribute(completeTrade(system), TRADE);

    try (var connection = system.database();
        var query =
            connection.prepareStatement("SELECT count(*) FROM trades WHERE trade_id = ?::uuid")) {
      query.setString(1, id);
      try (var rows = query.executeQuery()) {
        rows.next();
        assertThat(rows.getInt(1)).isEqualTo(1);
      }
    }
    await()
        .atMost(COMPLETE_MAX)
        .untilAsserted(
            () -> assertThat(system.receipts()).anyMatch(line -> line.toString().contains(id)));
  }

  @Test
  void a_trade_is_found_by_its_customer(RunningSystem system) {
    var trade = completeTrade(system);
    var customer = attribute(trade, CUSTOMER);

    var query = RunningSystem.encoded("%s : \"%s\"".formatted(CUSTOMER, customer));
    var found = system.get("/api/traces?limit=1000&q=" + query);

    assertThat(values(found.get("traces"), "traceId")).contains(trade.get("traceId").asString());
  }

  private static String attribute(JsonNode trade, String key) {
    return stream(trade.get("spans")).stream()
        .map(span -> span.get("attributes").get(key))
        .filter(value -> value != null)
        .findFirst()
        .orElseThrow()
        .asString();
  }

  /// The newest trace that all services have added their part to. What the observatory has not
  /// heard of yet arrives within a second: two looks at it have to agree.
  private static JsonNode completeTrade(RunningSystem system) {
    return await()
        .atMost(COMPLETE_MAX)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> newestComplete(system), trade -> trade != null && isSettled(trade));
  }

  private static @org.jspecify.annotations.Nullable JsonNode newestComplete(RunningSystem system) {
    for (var summary : system.get("/api/traces?limit=50").get("traces")) {
      if (Set.copyOf(strings(summary.get("services"))).equals(SERVICES)
          && summary.get("errorCount").asInt() == 0) {
        return system.get("/api/traces/" + summary.get("traceId").asString());
      }
    }
    return null;
  }

  /// The last to be written: the row of the outbox is marked after the notifier has answered.
  private static boolean isSettled(JsonNode trade) {
    var names = stream(trade.get("spans")).stream().map(EndToEndIT::signature).toList();
    return names.contains("recorder client UPDATE outbox")
        && names.contains("monkey client POST")
        && names.contains("notifier client POST")
        && names.contains("recorder server POST /record")
        && Set.copyOf(values(trade.get("logs"), "service"))
            .containsAll(List.of("trader", "router", "recorder", "notifier", "postgresql"));
  }

  private static List<JsonNode> stream(JsonNode array) {
    var list = new ArrayList<JsonNode>();
    array.forEach(list::add);
    return list;
  }

  private static List<String> strings(JsonNode array) {
    return stream(array).stream().map(JsonNode::asString).toList();
  }

  private static List<String> values(JsonNode array, String field) {
    return stream(array).stream().map(each -> each.get(field).asString()).toList();
  }
}

package dev.bellwether.launcher;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// The promise of the whole system: something fails for somebody, and one looks at the page to see
/// for whom.
@ExtendWith(RunningSystem.Extension.class)
@Order(Integer.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FindTheCustomerIT {
  private static final String HIS = "com.example.customer_id : l.hall";
  private static final String NAMED = "com.example.customer_id = l.hall";
  private static final String TRADE = "com.example.trade_id";
  private static final String NEW_CHROME_IN_LATAM = "/err/browser/chrome?region=LATAM";

  /// What is promised.
  private static final Duration NAMED_MAX = Duration.ofSeconds(30);

  /// Of five regions and fifty customers.
  private static final int OTHERS_MIN = 60;

  /// Of his region, where nobody else may trade once most trades are his: without them he and his
  /// region would be the same requests, and no page could tell them apart.
  private static final int NEIGHBOURS_MIN = 3;

  private static final String NEIGHBOURS =
      "com.example.region : NA and not com.example.customer_id : l.hall";

  /// Spans and lines of the database come within a second; a busy machine takes its time.
  private static final Duration COMPLETE_MAX = Duration.ofSeconds(60);

  /// Every tenth trade of the seed is that browser's.
  private static final Duration BROWSER_SEEN_MAX = Duration.ofMinutes(3);

  @Test
  @Order(1)
  void a_customer_whose_trades_fail_at_the_database_is_named_and_all_of_his_are_found(
      RunningSystem system) throws SQLException, IOException {
    awaitOthers(system);
    var start = Instant.now();
    awaitNeighbours(system, start);
    system.fault("POST", "/tput/customer/l.hall/normal");
    try {
      awaitOneThroughAllServices(system, start);
      system.fault("POST", "/err/db/customer/l.hall/100");
      await()
          .atMost(NAMED_MAX)
          .until(() -> redNodes(system).anyMatch(node -> titleOf(node).equals(NAMED)));
      explainPutsHimFirst(system, start);
    } finally {
      system.fault("DELETE", "/err/db/customer/l.hall");
      system.fault("DELETE", "/tput/customer/l.hall");
    }

    await()
        .atMost(COMPLETE_MAX)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> allAndOnlyHisAreFound(system, start));
  }

  @Test
  @Order(2)
  void a_failing_version_of_a_browser_is_named_before_the_region_that_it_is_used_in(
      RunningSystem system) {
    var from = "from=" + Instant.now().toEpochMilli();
    system.fault("POST", NEW_CHROME_IN_LATAM);
    try {
      var answer =
          await()
              .atMost(BROWSER_SEEN_MAX)
              .pollInterval(Duration.ofSeconds(2))
              .until(
                  () -> system.explain(from),
                  one -> ofLatam(one).contains("LATAM stands out as well"));

      var first = answer.at("/explanations/0");
      assertThat(first.get("title").asString())
          .startsWith("user_agent.original = ")
          .contains("Chrome/141.0.0.0");
      assertThat(first.get("rate").asDouble()).isEqualTo(1.0);
      assertThat(answer.get("explanations")).hasSize(1);
      assertThat(ofLatam(answer))
          .contains("but is explained by user_agent.original = ")
          .endsWith("without that, 0 % are affected.");
    } finally {
      system.fault("DELETE", NEW_CHROME_IN_LATAM);
    }
  }

  /// What the first explanation says of the region, if anything: with few requests of other
  /// browsers it cannot be told apart yet.
  private static String ofLatam(JsonNode answer) {
    return stream(answer.at("/explanations/0/confounded"))
        .map(other -> other.get("sentence").asString())
        .filter(sentence -> sentence.startsWith("com.example.region = LATAM"))
        .findFirst()
        .orElse("");
  }

  /// There must be somebody to compare him with.
  private static void awaitOthers(RunningSystem system) {
    await()
        .atMost(COMPLETE_MAX)
        .until(
            () -> system.get("/api/traces?limit=%d".formatted(OTHERS_MIN)).get("traces").size(),
            traces -> traces == OTHERS_MIN);
  }

  private static void awaitNeighbours(RunningSystem system, Instant start) {
    var theirs =
        "/api/traces?limit=%d&from=%d&q=%s"
            .formatted(NEIGHBOURS_MIN, start.toEpochMilli(), RunningSystem.encoded(NEIGHBOURS));
    await()
        .atMost(COMPLETE_MAX)
        .until(() -> system.get(theirs).get("traces").size(), traces -> traces == NEIGHBOURS_MIN);
  }

  private static void awaitOneThroughAllServices(RunningSystem system, Instant start) {
    await()
        .atMost(COMPLETE_MAX)
        .until(
            () -> system.get("/api/traces?limit=20&" + his(start)),
            found -> stream(found.get("traces")).anyMatch(FindTheCustomerIT::isDelivered));
  }

  private static boolean isDelivered(JsonNode trace) {
    return trace.get("services").toString().contains("notifier");
  }

  private static Stream<JsonNode> redNodes(RunningSystem system) {
    return stream(system.get("/api/service-map").get("nodes"))
        .filter(node -> node.get("health").asString().equals("failing"));
  }

  private static String titleOf(JsonNode node) {
    return node.at("/explanation/title").asString("");
  }

  /// Since then: what other tests have sent for him came from elsewhere, and did not fail.
  private static void explainPutsHimFirst(RunningSystem system, Instant start) {
    var answer =
        await()
            .atMost(NAMED_MAX)
            .pollInterval(Duration.ofSeconds(1))
            .until(
                () -> system.explain("from=" + start.toEpochMilli()),
                one -> one.at("/explanations/0/title").asString("").equals(NAMED));
    var first = answer.at("/explanations/0");

    assertThat(first.get("sentence").asString()).startsWith(NAMED + ": ").contains(" % of ");
    assertThat(first.get("filter").asString()).isEqualTo(HIS);
    assertThat(first.get("riskRatio").asDouble()).isGreaterThan(5);
    assertThat(first.get("hitsShare").asDouble())
        .isEqualTo(first.get("hits").asDouble() / answer.get("hits").asDouble())
        .isGreaterThan(0.5);
    assertThat(first.get("requestsShare").asDouble())
        .isEqualTo(first.get("requests").asDouble() / answer.get("requests").asDouble())
        .isLessThan(0.9);
    assertThat(first.get("chance").asDouble()).isLessThan(0.01);
  }

  /// By the database and the ledger, which no telemetry has been near.
  private static void allAndOnlyHisAreFound(RunningSystem system, Instant start)
      throws SQLException, IOException {
    var victims = system.ledger().victims("database-error");
    var recorded = recorded(system, start);
    var found = new TreeSet<String>();
    var traces = new TreeSet<String>();
    for (var summary : system.get("/api/traces?limit=1000&" + his(start)).get("traces")) {
      var trace = system.get("/api/traces/" + summary.get("traceId").asString());
      traces.add(trace.get("traceId").asString());
      found.addAll(everySpanAndLineIsHis(trace));
    }
    assertThat(victims).isNotEmpty();
    assertThat(found).containsAll(victims).isSubsetOf(union(victims, recorded));
    assertThat(found).containsAll(recorded(system, start.plusSeconds(10)));

    for (var service : Set.of("trader", "router", "recorder", "notifier", "postgresql")) {
      var logs = system.get("/api/logs?limit=1000&" + his(start, " and service.name : " + service));
      assertThat(stream(logs.get("logs")).map(log -> log.get("traceId").asString()))
          .as("traces of the lines of %s", service)
          .isNotEmpty()
          .allMatch(traces::contains);
    }
  }

  /// All that the services of a trade say in its trace names him, and nobody else.
  ///
  /// @return ids of its trades
  private static Set<String> everySpanAndLineIsHis(JsonNode trace) {
    var said =
        Stream.concat(stream(trace.get("spans")), stream(trace.get("logs")))
            .filter(one -> !one.get("service").asString().equals("monkey"))
            .map(one -> one.get("attributes"))
            .toList();

    assertThat(said)
        .as("trace %s", trace.get("traceId"))
        .allMatch(keys -> keys.path("com.example.customer_id").asString("").equals("l.hall"));
    return said.stream()
        .map(keys -> keys.get(TRADE).asString())
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> recorded(RunningSystem system, Instant since) throws SQLException {
    try (var connection = system.database();
        var query =
            connection.prepareStatement(
                "SELECT trade_id FROM trades WHERE customer_id = 'l.hall' AND recorded_at >= ?")) {
      query.setTimestamp(1, Timestamp.from(since));
      try (var rows = query.executeQuery()) {
        var ids = new TreeSet<String>();
        while (rows.next()) {
          ids.add(Objects.requireNonNull(rows.getString(1)));
        }
        return ids;
      }
    }
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    var union = new TreeSet<>(one);
    union.addAll(other);
    return union;
  }

  private static String his(Instant from) {
    return his(from, "");
  }

  private static String his(Instant from, String more) {
    return "from=%d&q=%s".formatted(from.toEpochMilli(), RunningSystem.encoded(HIS + more));
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}

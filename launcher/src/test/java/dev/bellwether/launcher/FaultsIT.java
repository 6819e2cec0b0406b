package dev.bellwether.launcher;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The whole system while nearly everything goes wrong, seen by its telemetry: the effects are
/// there, for those that the ledger names, and the reason is not.
final class FaultsIT {
  private static final Duration HIT_MAX = Duration.ofSeconds(90);
  private static final String CUSTOMER = "com.example.customer_id";
  private static final String TRADE = "com.example.trade_id";

  /// Everything but what makes trades take so long that the test would.
  private static final List<String> OTHERS =
      List.of(
          "/tput/symbol/ZYX/normal",
          "/latency/region/EU/150?latency_action=sell",
          "/err/model/region/LATAM/5",
          "/err/browser/firefox",
          "/skew_market_factor/symbol/ZYX/120",
          "/canary/region/APAC",
          "/flags/GC?region=EMEA&amount=2&percent=20",
          "/flags/HASHNEWALG?symbol=ZYX&amount=5",
          "/flags/SLOWQUERY?region=EMEA&amount=20",
          "/external/slow/30",
          "/external/refuse/3",
          "/external/away/3");

  private static OtlpSink sink;
  private static LedgerFile ledger;
  private static Trouble trouble;

  /// Runs the system, lets it go wrong, and ends it: then all has been sent.
  @BeforeAll
  static void live_through_it() throws Exception {
    var data = LauncherProcess.root().resolve("launcher/target/troubled-system");
    delete(data);
    sink = OtlpSink.start();
    var settings = LauncherProcess.settings(data);
    settings.put("BELLWETHER_OTLP_HTTP_PORT", Integer.toString(sink.port()));
    settings.put("BELLWETHER_SEED", "42");
    settings.put("BELLWETHER_TRADES_PER_SECOND", "20");
    settings.put("BELLWETHER_CANARY", "true");
    ledger = new LedgerFile(data.resolve("ledger/incidents.jsonl"));
    var system =
        LauncherProcess.start(
            settings,
            "up",
            "monkey",
            "trader",
            "router",
            "recorder",
            "recorder-canary",
            "notifier",
            "clearinghouse");
    try {
      system.awaitUp();
      trouble = trouble(URI.create("http://127.0.0.1:" + settings.get("BELLWETHER_MONKEY_PORT")));
    } finally {
      system.end();
    }
  }

  private static Trouble trouble(URI monkey) throws Exception {
    send("POST", monkey.resolve("/err/db/customer/l.hall/100"));
    var from = Instant.now();
    for (var other : OTHERS) {
      send("POST", monkey.resolve(other));
    }
    await()
        .atMost(HIT_MAX)
        .until(() -> {
          var victims = ledger.victims();
          return victims.size() == OTHERS.size() + 1
              && victims.values().stream().noneMatch(Set::isEmpty)
              && ledger.victims("database-error").size() > 3;
        });
    var to = Instant.now();
    send("DELETE", monkey.resolve("/err/db/customer/l.hall"));
    for (var group : List.of("error", "test", "tput")) {
      send("POST", monkey.resolve("/reset/" + group));
    }
    return new Trouble(from, to);
  }

  private static void send(String method, URI uri) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as("%s: %s", uri, answer.body()).isEqualTo(200);
    }
  }

  @AfterAll
  static void close() {
    sink.close();
  }

  @Test
  void the_database_refuses_the_trades_that_the_ledger_names_and_no_others() throws IOException {
    var refused = tradesOf(refusedByTheDatabase());

    assertThat(refused).isEqualTo(ledger.victims("database-error"));
    assertThat(refusedByTheDatabase())
        .extracting(sent -> sent.attributes().get(CUSTOMER))
        .containsOnly("l.hall");
    assertThat(sink.everything())
        .contains("new row for relation \"trades\" violates check constraint")
        .contains("refused by the rule trades_shares_check");
  }

  @Test
  void every_trade_of_the_customer_fails_while_it_lasts() {
    var refused = tradesOf(refusedByTheDatabase());
    // Before the last seconds: what was begun then may have arrived when it was over.
    var his =
        tradesOf(
            sink.spans().stream()
                .filter(sent -> sent.span().getName().equals("POST /trade/request"))
                .filter(sent -> "l.hall".equals(sent.attributes().get(CUSTOMER)))
                .filter(sent -> began(sent).isAfter(trouble.from))
                .filter(sent -> began(sent).isBefore(trouble.to.minusSeconds(5)))
                .toList());

    assertThat(refused).containsAll(his);
  }

  @Test
  void what_waits_for_the_market_is_slow_in_that_step() throws IOException {
    var victims = ledger.victims("slow-market-data");

    var slow =
        sink.spans().stream()
            .filter(sent -> sent.span().getName().equals("run_model"))
            .filter(sent -> victims.contains(sent.attributes().get(TRADE)))
            .toList();

    assertThat(slow)
        .isNotEmpty()
        .allSatisfy(sent ->
            assertThat(sent.span().getEndTimeUnixNano() - sent.span().getStartTimeUnixNano())
                .isGreaterThan(Duration.ofMillis(139).toNanos()))
        .allSatisfy(
            sent -> assertThat(sent.attributes()).containsEntry("com.example.region", "EU"));
    assertThat(sink.everything()).contains("unable to fetch current market data");
  }

  @Test
  void a_request_without_a_customer_is_known_by_its_trade() throws IOException {
    var refused =
        sink.spans().stream()
            .filter(sent -> sent.span().getName().equals("POST /trade/request"))
            .filter(sent -> !sent.attributes().containsKey(CUSTOMER))
            .toList();

    assertThat(tradesOf(refused)).isEqualTo(ledger.victims("malformed-request"));
    assertThat(refused)
        .allSatisfy(sent ->
            assertThat(sent.attributes().get("user_agent.original")).contains("Firefox/143.0"))
        .allSatisfy(sent -> assertThat(sent.attributes()).containsKey("com.example.region"));
  }

  @Test
  void the_canary_records_the_trades_of_its_region() throws IOException {
    var recorded =
        tradesOf(
            sink.spans().stream()
                .filter(sent -> sent.service().equals("recorder-canary"))
                .filter(sent -> sent.span().getName().equals("POST /record"))
                .toList());

    assertThat(recorded).isNotEmpty().isSubsetOf(ledger.victims("canary-routing"));
  }

  @Test
  void no_telemetry_gives_the_reason_away() throws IOException {
    assertThat(sink.exports("/v1/traces")).isPositive();
    assertThat(sink.exports("/v1/logs")).isPositive();
    assertThat(sink.exports("/v1/metrics")).isPositive();
    var words = new ArrayList<>(ledger.ids());
    words.addAll(ledger.victims().keySet());
    words.addAll(
        List.of("faults?", "incidents?", "ledger", "victims?", "decoys?", "plans?", "customerid"));
    // The name of the folder that the repository was cloned to is none of ours.
    var everything = sink.everything().replace(LauncherProcess.root().toString(), "");

    var found =
        Pattern.compile("(?i)(?<![a-z])(%s)(?![a-z])".formatted(String.join("|", words)))
            .matcher(everything)
            .results()
            .map(hit -> around(everything, hit))
            .distinct()
            .limit(20);

    assertThat(found).isEmpty();
  }

  private static String around(String text, MatchResult hit) {
    return text.substring(Math.max(0, hit.start() - 60), Math.min(text.length(), hit.end() + 40))
        .replaceAll("[^ -~]", ".");
  }

  private static List<OtlpSink.Sent> refusedByTheDatabase() {
    return sink.spans().stream()
        .filter(sent -> sent.service().startsWith("recorder") && sent.failed())
        .filter(sent -> sent.span().getName().equals("INSERT trades"))
        .toList();
  }

  private static Set<String> tradesOf(List<OtlpSink.Sent> spans) {
    return spans.stream()
        .map(OtlpSink.Sent::attributes)
        .map(attributes -> attributes.get(TRADE))
        .collect(toCollection(TreeSet::new));
  }

  private static Instant began(OtlpSink.Sent sent) {
    return Instant.EPOCH.plusNanos(sent.span().getStartTimeUnixNano());
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /// When everything went wrong.
  private record Trouble(Instant from, Instant to) {}
}

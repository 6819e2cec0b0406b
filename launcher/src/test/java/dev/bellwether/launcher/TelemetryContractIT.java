package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  /// On everything that belongs to a trade; `classification` comes with some.
  private static final Set<String> TRADE_KEYS =
      Set.of(
          "com.example.customer_id",
          "com.example.day_of_week",
          "com.example.region",
          "com.example.symbol",
          "com.example.data_source",
          "com.example.canary",
          "com.example.trade_id");

  private static final Path CONTRACTS = LauncherProcess.root().resolve("docs/telemetry");

  @ParameterizedTest
  @ValueSource(strings = {"monkey", "trader", "router", "recorder", "notifier", "postgresql"})
  void live_telemetry_is_what_the_contract_lists(String service, RunningSystem system)
      throws IOException {
    sendOneOfEachKind(system);
    var contract =
        new YAMLMapper().readTree(Files.readString(CONTRACTS.resolve(service + ".yaml")));

    var difference = new Difference(new TreeSet<>(), new TreeSet<>());
    difference.missing.addAll(expected(contract.path("spans"), "name"));
    difference.missing.addAll(expected(contract.path("logs"), "body"));
    await()
        .atMost(SEEN_MAX)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> {
          compare(contract, service, system, difference);
          return difference.isFinal();
        });

    assertThat(difference.wrong()).as("telemetry that is not as %s.yaml says", service).isEmpty();
  }

  /// Trades of every kind that the contract speaks of; monkey does not send them all.
  private static void sendOneOfEachKind(RunningSystem system) {
    var forced = "{'customer_id':'l.hall','action':'buy','shares':%d,'share_price':10.5}";
    var classified = "{'customer_id':'q.bert','classification':'fraud'}";
    assertThat(system.trade("/trade/request", classified.replace('\'', '"'))).isEqualTo(200);
    assertThat(system.trade("/trade/force", forced.formatted(3).replace('\'', '"'))).isEqualTo(200);
    assertThat(system.trade("/trade/force", forced.formatted(-3).replace('\'', '"')))
        .as("negative shares are the client's error")
        .isEqualTo(422);
  }

  /// @param missing what the contract lists and nobody has sent yet
  /// @param wrong what was sent and is not as the contract says
  private record Difference(Set<String> missing, Set<String> wrong) {
    boolean isFinal() {
      return missing.isEmpty() || !wrong.isEmpty();
    }
  }

  /// @param difference from which is taken what was seen, in this look or in one before
  private static void compare(
      JsonNode contract, String service, RunningSystem system, Difference difference) {
    // What a service does on its own, say the recorder's search for events left behind, is no
    // trade.
    var query = RunningSystem.encoded("com.example.trade_id : *");
    for (var summary : system.get("/api/traces?limit=200&q=" + query).get("traces")) {
      var trace = system.get("/api/traces/" + summary.get("traceId").asString());
      for (var span : trace.get("spans")) {
        if (span.get("service").asString().equals(service)) {
          judge(contract.path("spans"), "name", span, difference);
        }
      }
      for (var log : trace.get("logs")) {
        if (log.get("service").asString().equals(service)) {
          judge(contract.path("logs"), "body", log, difference);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"monkey", "trader", "router", "recorder", "notifier", "postgresql"})
  void live_metrics_are_those_that_the_contract_lists(String service, RunningSystem system)
      throws IOException {
    sendOneOfEachKind(system);
    var yaml = new YAMLMapper();
    var listed = new ArrayList<JsonNode>();
    yaml.readTree(Files.readString(CONTRACTS.resolve(service + ".yaml")))
        .path("metrics")
        .forEach(listed::add);
    if (!listed.isEmpty()) {
      yaml.readTree(Files.readString(CONTRACTS.resolve("process.yaml")))
          .path("metrics")
          .forEach(listed::add);
    }

    var difference =
        await()
            .atMost(SEEN_MAX)
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> compareMetrics(listed, service, system), Difference::isFinal);

    assertThat(difference.wrong()).as("metrics that are not as %s.yaml says", service).isEmpty();
  }

  private static Difference compareMetrics(
      List<JsonNode> listed, String service, RunningSystem system) {
    var difference = new Difference(expected(listed, "name"), new TreeSet<>());
    var query = RunningSystem.encoded("service.name : " + service);
    for (var metric : system.get("/api/metrics?q=" + query).get("metrics")) {
      var name = metric.get("name").asString();
      listed.stream()
          .filter(entry -> entry.get("name").asString().equals(name))
          .findFirst()
          .ifPresentOrElse(
              entry -> judgeMetric(name, entry, metric, difference),
              () -> difference.wrong.add(name + " is not listed"));
    }
    return difference;
  }

  /// An attribute that has not come yet may come with a later point.
  private static void judgeMetric(
      String name, JsonNode entry, JsonNode metric, Difference difference) {
    var shape = "%s in %s".formatted(metric.get("shape").asString(), metric.get("unit").asString());
    var wanted = "%s in %s".formatted(entry.get("type").asString(), entry.get("unit").asString());
    if (!shape.equals(wanted)) {
      difference.wrong.add("%s is a %s, not a %s".formatted(name, shape, wanted));
    }
    var always = texts(entry.path("attributes"));
    var seen = texts(metric.get("attributes"));
    if (seen.containsAll(always)) {
      difference.missing.remove(name);
    }
    seen.removeAll(always);
    seen.removeAll(texts(entry.path("sometimes")));
    if (!seen.isEmpty()) {
      difference.wrong.add("%s has %s, which is not listed".formatted(name, seen));
    }
  }

  private static Set<String> expected(Iterable<JsonNode> entries, String title) {
    var expected = new TreeSet<String>();
    for (var entry : entries) {
      if (!entry.path("rare").asBoolean(false)) {
        expected.add(entry.get(title).asString());
      }
    }
    return expected;
  }

  private static void judge(JsonNode entries, String title, JsonNode live, Difference difference) {
    for (var entry : entries) {
      if (fits(entry, title, live)) {
        var name = entry.get(title).asString();
        difference.missing.remove(name);
        judgeAttributes(name, entry, live, difference);
        return;
      }
    }
    difference.wrong.add(live.get(title).asString() + " is not listed");
  }

  private static void judgeAttributes(
      String name, JsonNode entry, JsonNode live, Difference difference) {
    var always = texts(entry.path("attributes"));
    var allowed = texts(entry.path("sometimes"));
    if (entry.path("trade").asBoolean(false)) {
      always.addAll(TRADE_KEYS);
      allowed.add("com.example.classification");
    }
    var seen = Set.copyOf(live.get("attributes").propertyNames());
    var absent = new TreeSet<>(always);
    absent.removeAll(seen);
    var extra = new TreeSet<>(seen);
    extra.removeAll(always);
    extra.removeAll(allowed);
    if (!absent.isEmpty()) {
      difference.wrong.add("%s lacks %s".formatted(name, absent));
    }
    if (!extra.isEmpty()) {
      difference.wrong.add("%s has %s, which is not listed".formatted(name, extra));
    }
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

  private static Set<String> texts(JsonNode array) {
    var texts = new TreeSet<String>();
    array.forEach(text -> texts.add(text.asString()));
    return texts;
  }
}

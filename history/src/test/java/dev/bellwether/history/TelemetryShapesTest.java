package dev.bellwether.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A history has the shapes that `docs/telemetry` lists, as live telemetry has.
class TelemetryShapesTest {
  private static final Path CONTRACTS = Path.of("../docs/telemetry");
  private static final Set<String> TRADE_KEYS =
      Set.of(
          "com.example.customer_id",
          "com.example.day_of_week",
          "com.example.region",
          "com.example.symbol",
          "com.example.data_source",
          "com.example.canary",
          "com.example.trade_id");

  /// What monkey never sends, and what takes more than the incidents of one short plan.
  private static final Set<String> NOT_WRITTEN =
      Set.of("POST /trade/force", "trade forced for …", "trades|recorder", "statement:…");

  @TempDir Path folder;

  /// One span or log record, whichever.
  private record Item(
      String service, String title, String kind, Set<String> attributes, boolean readable) {}

  @Test
  void generated_telemetry_is_what_the_contract_lists() throws IOException {
    var written = Written.by(HistoryTest.plan(7), folder);
    var wrong = new TreeSet<String>();
    var missing = new HashMap<String, Set<String>>();

    check(spans(written), "spans", "name", wrong, missing);
    check(logs(written), "logs", "body", wrong, missing);

    assertThat(wrong).as("telemetry that is not as docs/telemetry says").isEmpty();
    missing.values().forEach(titles -> titles.removeAll(NOT_WRITTEN));
    assertThat(missing.values()).as("listed and not written: %s", missing).allMatch(Set::isEmpty);
  }

  private static void check(
      List<Item> items,
      String signal,
      String title,
      Set<String> wrong,
      Map<String, Set<String>> missing)
      throws IOException {
    var contracts = new HashMap<String, JsonNode>();
    var seen = new HashSet<Item>();
    for (var item : items) {
      var service = item.service().replace("-canary", "");
      if (!contracts.containsKey(service)) {
        contracts.put(service, contract(service).path(signal));
        missing.put(service, titles(contracts.get(service), title));
      }
      if (seen.add(item)) {
        judge(contracts.get(service), title, item, wrong, missing.getOrDefault(service, Set.of()));
      }
    }
  }

  private static void judge(
      JsonNode entries, String title, Item item, Set<String> wrong, Set<String> missing) {
    var why = new TreeSet<String>();
    for (var entry : entries) {
      var name = entry.get(title).asString();
      var pattern = Pattern.quote(name).replace("…", "\\E.*\\Q");
      var kind = entry.path("kind").asString(entry.path("severity").asString(""));
      if (Pattern.compile(pattern, Pattern.DOTALL).matcher(item.title()).matches()
          && kind.equals(item.kind())) {
        var difference = difference(entry, item);
        if (difference.isEmpty()) {
          missing.remove(name);
          return;
        }
        why.add(difference);
      }
    }
    wrong.add("%s: %s %s %s".formatted(item.service(), item.kind(), item.title(), why));
  }

  private static String difference(JsonNode entry, Item item) {
    var always = texts(entry.path("attributes"));
    var allowed = texts(entry.path("sometimes"));
    if (entry.path("trade").asBoolean(false)) {
      (item.readable() ? always : allowed).addAll(TRADE_KEYS);
      allowed.add("com.example.classification");
    }
    var absent = new TreeSet<>(always);
    absent.removeAll(item.attributes());
    var extra = new TreeSet<>(item.attributes());
    extra.removeAll(always);
    extra.removeAll(allowed);
    return (absent.isEmpty() ? "" : "lacks " + absent) + (extra.isEmpty() ? "" : " has " + extra);
  }

  private static List<Item> spans(Written written) {
    return written.spans().stream()
        .map(one ->
            new Item(
                one.service(),
                one.span().getName(),
                one.span().getKind().name().replace("SPAN_KIND_", "").toLowerCase(Locale.ROOT),
                keys(one.span().getAttributesList()),
                one.span().getAttributesList().stream()
                    .noneMatch(attribute ->
                        attribute.getKey().equals("http.response.status_code")
                            && attribute.getValue().getIntValue() == 400)))
        .toList();
  }

  private static List<Item> logs(Written written) {
    return written.logs().stream()
        .map(one ->
            new Item(
                one.service(),
                one.log().getBody().getStringValue(),
                one.log().getSeverityText().toLowerCase(Locale.ROOT),
                keys(one.log().getAttributesList()),
                true))
        .toList();
  }

  private static Set<String> keys(List<KeyValue> attributes) {
    return attributes.stream().map(KeyValue::getKey).collect(Collectors.toUnmodifiableSet());
  }

  private static JsonNode contract(String service) throws IOException {
    return new YAMLMapper().readTree(Files.readString(CONTRACTS.resolve(service + ".yaml")));
  }

  private static Set<String> titles(JsonNode entries, String title) {
    return StreamSupport.stream(entries.spliterator(), false)
        .map(entry -> entry.get(title).asString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> texts(JsonNode array) {
    var texts = new TreeSet<String>();
    array.forEach(text -> texts.add(text.asString()));
    return texts;
  }
}

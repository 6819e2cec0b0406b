package dev.bellwether.analysis.patterns;

import static dev.bellwether.analysis.patterns.LogLines.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.model.Value;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternFilterTest {
  private static final int LINES = 5_000;

  private final PatternMiner miner = new PatternMiner();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "trade 4711 committed for 0xdeadbeef | trade * committed for *",
        "10.0.0.7 logged in again | * logged in again",
        "user \"bob\" is not there, or is he? | user * is \\not there, \\or is he\\?",
        "{\"level\":\"info\",\"n\":12} | {*level*\\:*,*n*\\:*}",
        "two  spaces and\ta tab | two*spaces \\and*a tab",
        "x == y (a=1, b=2) 50% * | x \\== y \\(a=*, b=*\\) * \\*",
      })
  void words_are_asked_for_as_they_are_written_and_a_star_stands_for_what_varies(
      String text, String body) {
    miner.add(info(text));

    var filter = only().filter();

    assertThat(filter.text())
        .isEqualTo("service.name : trader and severity : info and body : " + body);
    assertThat(Query.parse(filter.text()).matches(info(text))).isTrue();
  }

  @Test
  void every_line_is_found_by_the_query_of_a_pattern_and_few_queries_find_it() {
    long seed = Long.getLong("seed", System.nanoTime());
    var lines = new Corpus(new Random(seed)).lines(LINES);
    var records = lines.stream().map(one -> info(one.text())).toList();
    records.forEach(miner::add);

    var queries = patterns().stream().map(pattern -> Query.parse(pattern.filter().text())).toList();

    long found = 0;
    for (var record : records) {
      long finding = queries.stream().filter(query -> query.matches(record)).count();
      assertThat(finding).as("seed %d: %s", seed, record.body().text()).isPositive();
      found += finding;
    }
    assertThat((double) found / LINES).as("seed %d", seed).isLessThan(1.2);
  }

  @Test
  void a_value_of_a_variable_part_is_asked_for_in_its_place() {
    miner.add(info("trade 4711 requested for \"l.hall\" at 10.0.0.7:9001"));

    var filter = only().filter();

    assertThat(filter.text(0, "4711")).endsWith("body : trade 4711 requested for * at *");
    assertThat(filter.text(1, "l.hall")).endsWith("body : trade * requested for *l.hall* at *");
    assertThat(filter.text(2, "10.0.0.7:9001"))
        .endsWith("body : trade * requested for * at 10.0.0.7\\:9001");
    assertThat(
            Query.parse(filter.text(1, "l.hall"))
                .matches(info(only().examples().getFirst().text())))
        .isTrue();
  }

  @Test
  void an_event_is_asked_for_by_its_name_and_an_exception_by_its_type_and_place() {
    var event = record("com.example.done", Map.of());
    var thrown =
        record(
            "",
            Map.of(
                "exception.type", Value.of("java.sql.SQLException"),
                "exception.stacktrace",
                    Value.of("java.sql.SQLException\n\tat com.example.Recorder.insert(R.java:3)")));
    miner.add(event);
    miner.add(thrown);

    assertThat(patterns())
        .extracting(pattern -> pattern.filter().text())
        .containsExactlyInAnyOrder(
            "service.name : trader and severity : info and event.name : com.example.done",
            "service.name : trader and severity : info"
                + " and exception.type : java.sql.SQLException"
                + " and exception.stacktrace : *com.example.Recorder.insert*");
    for (var record : List.of(event, thrown)) {
      assertThat(patterns())
          .filteredOn(pattern -> Query.parse(pattern.filter().text()).matches(record))
          .hasSize(1);
    }
  }

  @Test
  void services_that_write_the_same_are_all_asked_for() {
    miner.add(line("trader", Severity.UNSPECIFIED, 0, "queue is full"));
    miner.add(line("my service", Severity.UNSPECIFIED, 0, "queue is full"));

    assertThat(only().filter().text())
        .isEqualTo(
            "service.name : (\"my service\" or trader) and not severity : *"
                + " and body : queue is full");
  }

  private static LogRecord record(String event, Map<String, Value> attributes) {
    return LogLines.record(
        "trader", Severity.INFO, 0, event, Value.of("something"), attributes, null);
  }

  private static LogRecord info(String text) {
    return line("trader", Severity.INFO, 0, text);
  }

  private Pattern only() {
    assertThat(patterns()).hasSize(1);
    return patterns().getFirst();
  }

  private List<Pattern> patterns() {
    return miner.patterns(TimeRange.ALWAYS);
  }
}

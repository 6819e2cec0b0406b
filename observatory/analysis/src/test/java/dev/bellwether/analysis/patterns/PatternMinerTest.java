package dev.bellwether.analysis.patterns;

import static dev.bellwether.analysis.patterns.LogLines.line;
import static dev.bellwether.analysis.patterns.LogLines.nanos;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.analysis.patterns.Change.Kind;
import dev.bellwether.analysis.patterns.Pattern.StepCount;
import dev.bellwether.analysis.patterns.Pattern.ValueCount;
import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.tests.SampleTrade;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatternMinerTest {
  private final PatternMiner miner = new PatternMiner();

  @Test
  void lines_that_differ_in_what_varies_are_one_pattern_with_its_counts_by_minute() {
    add(0, "trade 4711 committed for bob in 12ms");
    add(0, "trade 4712 committed for bob in 9ms");
    add(3, "trade 4713 committed for carol in 10ms");

    assertThat(templates()).containsExactly("trade <num> committed for <*> in <num>");
    assertThat(patterns().getFirst().count()).isEqualTo(3);
    assertThat(patterns().getFirst().counts()).containsExactly(minute(0, 2), minute(3, 1));
  }

  @Test
  void the_most_frequent_values_of_each_variable_part_are_told() {
    for (int i = 0; i < 10; i++) {
      add(0, "retry of order " + i + " at recorder after 503");
    }
    add(0, "retry of order 77 at notifier after 504");

    var parts = patterns().getFirst().parts();

    assertThat(parts).hasSize(3);
    assertThat(parts.get(0).seen()).isEqualTo(11);
    assertThat(parts.get(1).top())
        .containsExactly(new ValueCount("recorder", 10), new ValueCount("notifier", 1));
    assertThat(parts.get(2).top())
        .containsExactly(new ValueCount("503", 10), new ValueCount("504", 1));
  }

  @Test
  void a_frequent_value_is_found_among_thousands_of_others() {
    for (int i = 0; i < 5_000; i++) {
      add(0, "lookup of key " + (i % 8 == 0 ? 7 : 1_000 + i) + " failed");
    }

    var top = patterns().getFirst().parts().getFirst().top().getFirst();

    assertThat(top.value()).isEqualTo("7");
    assertThat(top.count()).isGreaterThanOrEqualTo(625);
  }

  @Test
  void where_all_values_differ_none_is_called_frequent() {
    for (int i = 0; i < 1_000; i++) {
      add(0, "lookup of key " + i + " failed");
    }

    var part = patterns().getFirst().parts().getFirst();

    assertThat(part.seen()).isEqualTo(1_000);
    assertThat(part.top()).isEmpty();
  }

  @Test
  void severities_have_patterns_of_their_own_and_services_share_theirs() {
    miner.add(line("trader", Severity.INFO, 0, "queue is full"));
    miner.add(line("trader", Severity.WARN, 0, "queue is full"));
    miner.add(line("router", Severity.INFO, 0, "queue is full"));

    assertThat(patterns()).hasSize(2).extracting(Pattern::id).doesNotHaveDuplicates();
    assertThat(patterns().getFirst().services())
        .containsExactly(new ValueCount("router", 1), new ValueCount("trader", 1));
  }

  @Test
  void the_id_of_a_pattern_is_the_same_in_every_process() {
    add(0, "queue is full");

    assertThat(patterns().getFirst().id()).isEqualTo(-5897042712779898675L);
  }

  @Test
  void the_id_of_a_pattern_that_became_more_general_leads_to_its_new_one() {
    add(0, "job backup for the archive finished at last");
    long old = patterns().getFirst().id();

    add(0, "job backup for the journal finished at last");
    var general = patterns().getFirst();

    assertThat(general.template()).isEqualTo("job backup for the <*> finished at last");
    assertThat(miner.resolve(old)).isEqualTo(general.id()).isNotEqualTo(old);
    assertThat(miner.resolve(general.id())).isEqualTo(general.id());
  }

  @Test
  void lists_of_any_length_are_one_pattern() {
    add(0, "batch of ids 1, 2, 3 done");
    add(0, "batch of ids 4 done");
    add(1, "batch of ids 5, 6, 7, 8, 9 done");

    assertThat(templates()).containsExactly("batch of ids <num> done");
    assertThat(patterns().getFirst().count()).isEqualTo(3);
  }

  @Test
  void names_in_front_are_one_pattern_once_there_are_five() {
    for (var name : List.of("alice", "bob", "carol", "dave", "erin")) {
      add(0, name + " logged in again");
    }
    assertThat(templates()).containsExactly("<*> logged in again");

    add(0, "frank logged in again");
    assertThat(templates()).containsExactly("<*> logged in again");
    assertThat(patterns().getFirst().count()).isEqualTo(6);
  }

  @Test
  void opposite_words_stay_apart() {
    add(0, "link is down");
    add(0, "link was lost");
    add(0, "session opened for user bob");
    add(0, "session closed for user bob");

    assertThat(templates()).hasSize(4);
  }

  @Test
  void an_event_is_known_by_its_name_whatever_its_body() {
    for (int i = 0; i < 3; i++) {
      miner.add(
          LogLines.record(
              "trader",
              Severity.INFO,
              0,
              "com.example.trade.completed",
              Value.of("some text " + i),
              Map.of(),
              null));
    }

    assertThat(templates()).containsExactly("com.example.trade.completed");
  }

  @Test
  void an_exception_is_known_by_its_type_and_the_first_line_of_our_own() {
    var trace =
        """
        java.sql.SQLException: refused for bob
        \tat org.postgresql.Driver.connect(Driver.java:1)
        \tat java.base/java.lang.Thread.run(Thread.java:2)
        \tat com.example.Recorder.insert(Recorder.java:3)
        """;
    miner.add(
        LogLines.record(
            "recorder",
            Severity.ERROR,
            0,
            "",
            Value.of("could not insert trade of bob"),
            Map.of(
                "exception.type", Value.of("java.sql.SQLException"),
                "exception.stacktrace", Value.of(trace)),
            null));

    assertThat(templates()).containsExactly("java.sql.SQLException at com.example.Recorder.insert");
  }

  @Test
  void of_a_line_in_json_the_message_is_read() {
    add(0, "{\"time\":1,\"message\":\"routing request to \\\"recorder\\\"\"}");
    miner.add(
        LogLines.record(
            "trader",
            Severity.INFO,
            0,
            "",
            new Value.MapOf(Map.of("msg", Value.of("took 5ms"), "level", Value.of(30))),
            Map.of(),
            null));

    assertThat(templates()).containsExactlyInAnyOrder("routing request to <*>", "took <num>");
  }

  @Test
  void the_lines_of_a_trade_are_patterns() {
    for (int i = 1; i <= 60; i++) {
      SampleTrade.of(i).logs().forEach(miner::add);
    }

    assertThat(templates())
        .contains("notified clearinghouse of trade <uuid>", "routing request to recorder");
    assertThat(patterns()).hasSize(4).allMatch(pattern -> pattern.count() == 60);
    assertThat(patterns().getFirst().examples())
        .hasSize(3)
        .allMatch(example -> example.traceId() != null);
  }

  @Test
  void an_example_with_a_trace_takes_the_place_of_one_without() {
    for (int i = 0; i < 5; i++) {
      add(i, "queue is full");
    }
    var traced = new TraceId(1, 2);
    miner.add(
        LogLines.record(
            "trader", Severity.INFO, 0, "", Value.of("queue is full"), Map.of(), traced));

    assertThat(patterns().getFirst().examples())
        .hasSize(3)
        .anyMatch(example -> traced.equals(example.traceId()));
  }

  @Test
  void new_more_vanished_and_fewer_lines_are_told_and_nothing_else() {
    for (int minute = 0; minute < 20; minute++) {
      boolean now = minute >= 10;
      times(100, minute, "steady as ever");
      times(now ? 40 : 10, minute, "upstream timed out");
      times(now ? 0 : 20, minute, "cache is warm");
      times(now ? 5 : 30, minute, "heartbeat received in time");
    }
    times(2, 15, "disk is failing");

    var changes = miner.changes(minutes(0, 10), minutes(10, 20));

    assertThat(changes)
        .extracting(Change::kind)
        .containsExactly(Kind.NEW, Kind.MORE, Kind.VANISHED, Kind.FEWER);
    assertThat(changes)
        .extracting(change -> change.pattern().template())
        .containsExactly(
            "disk is failing", "upstream timed out", "cache is warm", "heartbeat received in time");
    assertThat(changes.get(1).ratio()).isEqualTo(4.0);
    assertThat(changes.getFirst().ratio()).isInfinite();
  }

  @Test
  void what_was_written_once_is_no_news_where_little_is_known_of_the_time_before() {
    times(10, 9, "steady as ever");
    times(100, 15, "steady as ever");
    times(1, 15, "disk is failing");

    assertThat(miner.changes(minutes(9, 10), minutes(10, 20))).isEmpty();
  }

  @Test
  void values_and_examples_are_of_the_present_where_there_is_one() {
    add(5, "disk of trader sda is failing");
    for (int i = 0; i < 3; i++) {
      miner.addEarlier(line("trader", Severity.INFO, i, "disk of trader sdb is failing"));
      miner.addEarlier(line("trader", Severity.INFO, i, "cache 17 is warm"));
    }
    add(5, "disk of trader sdc is failing");

    var disk = miner.patterns(minutes(5, 6)).getFirst();
    var cache = miner.patterns(minutes(0, 3)).getLast();
    assertThat(disk.template()).isEqualTo("disk of trader <*> is failing");
    assertThat(disk.parts().getFirst().top())
        .containsExactly(new ValueCount("sda", 1), new ValueCount("sdc", 1));
    assertThat(disk.examples()).hasSize(2);
    assertThat(cache.parts().getFirst().top()).containsExactly(new ValueCount("17", 3));
  }

  @Test
  void a_change_is_told_in_a_sentence_with_its_rule() {
    for (int minute = 0; minute < 20; minute++) {
      times(minute >= 10 ? 40 : 10, minute, "upstream timed out");
    }
    times(2, 15, "disk is failing");

    assertThat(miner.changes(minutes(0, 10), minutes(10, 20)))
        .extracting(Change::sentence)
        .containsExactly(
            "New: 2 lines, none in the time before.",
            "4.0 times as often: 400 now, 100 before; by chance less than 1 in 10⁹.");
  }

  @Test
  void windows_of_different_length_are_compared_by_the_minute() {
    for (int minute = 0; minute < 33; minute++) {
      times(10, minute, "steady as ever");
    }

    assertThat(miner.changes(minutes(0, 30), minutes(30, 33))).isEmpty();
  }

  @Test
  void only_lines_of_the_range_are_counted() {
    add(0, "queue is full");
    add(5, "queue is full");

    assertThat(miner.patterns(minutes(1, 9)).getFirst().count()).isEqualTo(1);
    assertThat(miner.patterns(minutes(1, 5))).isEmpty();
  }

  @Test
  void counts_older_than_a_day_are_forgotten() {
    add(0, "queue is full");
    add(24 * 60, "queue is full");

    assertThat(patterns().getFirst().counts()).containsExactly(minute(24 * 60, 1));
  }

  @Test
  void text_that_never_repeats_is_bounded_and_every_line_is_counted() {
    int lines = ServiceTemplates.TEMPLATES_MAX + 2_000;
    for (int i = 0; i < lines; i++) {
      add(0, letters(i) + " " + letters(i * 7) + " " + letters(i * 31) + " " + letters(i * 91));
    }

    assertThat(patterns()).hasSizeLessThanOrEqualTo(ServiceTemplates.TEMPLATES_MAX + 1);
    assertThat(patterns().stream().mapToLong(Pattern::count).sum()).isEqualTo(lines);
  }

  @Test
  void empty_lines_and_lines_of_signs_are_patterns_too() {
    add(0, "");
    add(0, "-----");
    add(0, "\u0000\u0001");

    assertThat(patterns().stream().mapToLong(Pattern::count).sum()).isEqualTo(3);
  }

  @Test
  void nothing_was_written_and_nothing_is_told() {
    assertThat(patterns()).isEmpty();
    assertThat(miner.changes(minutes(0, 1), minutes(1, 2))).isEmpty();
  }

  /// Letters only, and no two numbers alike.
  private static String letters(int number) {
    var letters = new StringBuilder("w");
    for (int rest = number; rest > 0; rest /= 20) {
      letters.append((char) ('a' + rest % 20));
    }
    return letters.toString();
  }

  private void times(int count, int minute, String text) {
    for (int i = 0; i < count; i++) {
      add(minute, text);
    }
  }

  private void add(int minute, String text) {
    miner.add(line("trader", Severity.INFO, minute, text));
  }

  private List<Pattern> patterns() {
    return miner.patterns(TimeRange.ALWAYS);
  }

  private List<String> templates() {
    return patterns().stream().map(Pattern::template).toList();
  }

  private static TimeRange minutes(int from, int to) {
    return new TimeRange(nanos(from), nanos(to));
  }

  private static StepCount minute(int minute, long count) {
    return new StepCount(nanos(minute), count);
  }
}

package dev.bellwether.analysis.patterns;

import static dev.bellwether.analysis.patterns.LogLines.line;
import static dev.bellwether.analysis.patterns.LogLines.nanos;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.analysis.patterns.PatternReader.Found;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Two hours of log lines, of which the second is asked for.
class PatternReaderTest {
  private static final TimeRange WINDOW = new TimeRange(nanos(60), nanos(120));
  private static final int RECORDS_MAX = 12_000;

  private final InMemoryStore store = new InMemoryStore(1, 100_000, 1);
  private final List<LogRecord> lines = new ArrayList<>();

  @Test
  void every_record_is_counted_once_however_many_pages_there_are() {
    times(100, 60, 120, "queue is full");

    var found = read("");

    assertThat(found.window().records()).isEqualTo(6_000);
    assertThat(found.window().truncated()).isFalse();
    assertThat(found.patterns().getFirst().count()).isEqualTo(6_000);
    assertThat(found.patterns().getFirst().counts())
        .hasSize(60)
        .allMatch(step -> step.count() == 100);
  }

  @Test
  void what_changed_since_the_hour_before_is_told() {
    times(20, 0, 120, "steady as ever");
    times(20, 0, 60, "cache is warm");
    times(1, 90, 92, "disk is failing");

    var found = read("");

    assertThat(found.before()).isNotNull();
    assertThat(found.changes())
        .extracting(change -> change.kind() + " " + change.pattern().template())
        .containsExactly("NEW disk is failing", "VANISHED cache is warm");
    assertThat(found.patterns())
        .extracting(Pattern::template)
        .containsExactly("steady as ever", "disk is failing");
  }

  @Test
  void only_records_that_match_are_read_of_both_times() {
    times(20, 0, 120, "steady as ever");
    times(5, 60, 120, "disk is failing");

    var found = read("disk");

    assertThat(found.window().records()).isEqualTo(300);
    assertThat(found.changes()).extracting(Change::kind).containsExactly(Change.Kind.NEW);
  }

  @Test
  void nothing_is_new_where_nothing_is_known_of_the_time_before() {
    times(20, 60, 120, "steady as ever");

    var found = read("");

    assertThat(found.before()).isNull();
    assertThat(found.changes()).isEmpty();
    assertThat(found.patterns()).hasSize(1);
  }

  @Test
  void the_newest_are_read_where_there_are_too_many_and_compared_with_as_long_a_time() {
    times(400, 0, 120, "steady as ever");

    var found = read("");

    assertThat(found.window().truncated()).isTrue();
    assertThat(found.window().range().fromNanos()).isBetween(nanos(90), nanos(91));
    var before = Objects.requireNonNull(found.before());
    assertThat(before.range().toNanos()).isEqualTo(found.window().range().fromNanos());
    assertThat(found.changes()).isEmpty();
  }

  @Test
  void records_of_one_moment_are_all_read_once() {
    times(9_000, 90, 91, "queue is full");

    assertThat(read("").patterns().getFirst().count()).isEqualTo(5_000);
    assertThat(read("").window().truncated()).isTrue();
  }

  @Test
  void no_page_is_read_when_the_time_is_over() {
    times(1, 60, 120, "queue is full");
    store.writer().appendLogs(lines);

    var reader = new PatternReader(store.logs(), Query.EVERYTHING, RECORDS_MAX, Duration.ZERO);
    var found = reader.read(WINDOW);

    assertThat(found.window().complete()).isFalse();
    assertThat(found.patterns()).isEmpty();
  }

  @Test
  void nothing_was_written() {
    assertThat(read("").patterns()).isEmpty();
    assertThat(read("").window().records()).isZero();
  }

  private Found read(String query) {
    if (!lines.isEmpty()) {
      store.writer().appendLogs(lines);
      lines.clear();
    }
    var reader =
        new PatternReader(store.logs(), Query.parse(query), RECORDS_MAX, Duration.ofSeconds(30));
    return reader.readAndCompare(WINDOW, 0);
  }

  private void times(int each, int fromMinute, int toMinute, String text) {
    for (int minute = fromMinute; minute < toMinute; minute++) {
      for (int i = 0; i < each; i++) {
        lines.add(line("trader", Severity.INFO, minute, text));
      }
    }
  }
}

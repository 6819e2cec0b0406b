package dev.bellwether.store.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.store.Lag;
import dev.bellwether.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
  private static final Path DOCUMENT =
      Path.of("src/main/java/dev/bellwether/store/elasticsearch/package-info.java");
  private static final Pattern BYTES = Pattern.compile("^/// ((?:[0-9a-f]{2,16} )+)  .*$");

  @TempDir Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final List<SpoolRecord.Batch> found = new ArrayList<>();

  @Test
  void the_example_of_the_documentation_is_what_is_written() throws IOException {
    var batch =
        new SpoolRecord.Batch(Signal.TRACES, 258, List.of(new Document("abc", "{\"a\":1}")));
    var mark = new SpoolRecord.Mark(259, 1);

    var written =
        HexFormat.of().formatHex(batch.encode()) + HexFormat.of().formatHex(mark.encode());

    assertThat(documented()).isEqualTo(written);
    assertThat(SpoolRecord.decode(batch.encode())).isEqualTo(batch);
    assertThat(SpoolRecord.decode(mark.encode())).isEqualTo(mark);
  }

  @Test
  void what_was_not_delivered_waits_after_a_restart_too() {
    try (var spool = open()) {
      spool.append(batch(spool, Signal.LOGS, "a", "ж"));
      spool.deliveredAll();
      spool.mark();
      now.set(NOON.plusSeconds(5));
      spool.append(batch(spool, Signal.TRACES, "b", "c"));
    }
    now.set(NOON.plusSeconds(60));

    try (var spool = open();
        var reader = spool.reader(spool.undelivered().position())) {
      var run = Run.read(reader).orElseThrow();
      assertThat(run.documents(Signal.TRACES)).extracting(Document::id).containsExactly("b", "c");
      assertThat(run.documents(Signal.LOGS)).isEmpty();
      assertThat(spool.undelivered().lag()).isEqualTo(new Lag(2, run.bytes(), NOON.plusSeconds(5)));
      assertThat(found).hasSize(2);
    }
  }

  @Test
  void what_was_delivered_is_not_sent_again_after_a_proper_end() {
    try (var spool = open()) {
      spool.append(batch(spool, Signal.TRACES, "a"));
      spool.append(batch(spool, Signal.TRACES, "b"));
      try (var reader = spool.reader(0)) {
        spool.delivered(Run.read(reader).orElseThrow());
      }
      spool.append(batch(spool, Signal.TRACES, "c"));
    }

    try (var spool = open();
        var reader = spool.reader(spool.undelivered().position())) {
      var run = Run.read(reader).orElseThrow();
      assertThat(run.documents(Signal.TRACES)).extracting(Document::id).containsExactly("c");
    }
  }

  @Test
  void arrivals_go_on_also_where_the_clock_was_put_back() {
    long next;
    try (var spool = open()) {
      spool.append(batch(spool, Signal.TRACES, "a"));
      next = spool.nextArrival();
    }
    now.set(NOON.minusSeconds(3600));

    try (var spool = open()) {
      assertThat(spool.nextArrival()).isEqualTo(next);
      assertThat(next).isEqualTo(NOON.toEpochMilli() * 1_000_000 + 1);
    }
  }

  @Test
  void a_full_spool_refuses_and_takes_again_when_something_was_delivered() {
    var settings = SpoolSettings.in(folder).withBytesMax(1_000);
    try (var spool = Spool.open(settings, now::get, found::add)) {
      spool.append(batch(spool, Signal.TRACES, "x".repeat(1_000)));

      assertThatThrownBy(() -> spool.append(batch(spool, Signal.TRACES, "b")))
          .isInstanceOf(StoreException.Full.class)
          .hasMessageContaining("1 documents of ")
          .hasMessageContaining("(expected: 1000)");

      spool.deliveredAll();
      spool.append(batch(spool, Signal.TRACES, "b"));
      assertThat(spool.undelivered().lag().documents()).isEqualTo(1);
    }
  }

  @Test
  void what_was_delivered_leaves_after_a_while_unless_somebody_reads_it() {
    try (var spool = open()) {
      var first = spool.nextArrival();
      for (var file = 0; file < 4; file++) {
        spool.append(batch(spool, Signal.TRACES, "a" + file));
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(6)));
      }
      spool.deliveredAll();
      try (var replay = spool.replay()) {
        spool.mark();
        assertThat(replay.reachesBackTo(first)).isTrue();
      }
      spool.append(batch(spool, Signal.TRACES, "b"));
      spool.deliveredAll();
      spool.mark();

      try (var replay = spool.replay()) {
        assertThat(replay.reachesBackTo(first)).isFalse();
        assertThat(replay.reachesBackTo(spool.nextArrival() - 1)).isTrue();
      }
    }
  }

  private Spool open() {
    return Spool.open(SpoolSettings.in(folder), now::get, found::add);
  }

  private static SpoolRecord.Batch batch(Spool spool, Signal signal, String... ids) {
    var documents = List.of(ids).stream().map(id -> new Document(ascii(id), id)).toList();
    return new SpoolRecord.Batch(signal, spool.nextArrival(), documents);
  }

  private static String ascii(String text) {
    return text.chars().allMatch(c -> c < 128) ? text : "id";
  }

  private static String documented() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .map(BYTES::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1).replace(" ", ""))
        .collect(Collectors.joining());
  }
}

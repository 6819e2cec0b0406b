package dev.bellwether.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.analysis.ServiceMapView.Limits;
import dev.bellwether.model.Span;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The map from sums that are kept from one drawing to the next, against the one that adds up every
/// minute: over days, with late spans, restarts and minutes in memory or not.
class ServiceMapViewSumsTest {
  private static final int RUNS = 12;
  private static final int STEPS = 60;
  private static final int HOURS = 60;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private InMemoryStore store = new InMemoryStore(100_000, 1, 1);
  private InMemoryViewStorage storage = new InMemoryViewStorage();
  private final List<Span> delayed = new ArrayList<>();
  private Instant now = TraceNotation.START;
  private Limits limits = Limits.STANDARD;
  private boolean keeps = true;
  private ServiceMapView view = start();
  private int traces;

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_map_from_kept_sums_is_the_one_that_is_drawn_from_every_minute() {
    for (int run = 0; run < RUNS; run++) {
      begin();
      for (int step = 0; step < STEPS; step++) {
        disturb();
        for (var range : List.of(TimeRange.ALWAYS, range())) {
          var map = view.map(range);

          assertThat(map)
              .as("seed %d, run %d, step %d, %s", seed, run, step, range)
              .isEqualTo(fromScratch(range, map.quality()));
        }
      }
    }
  }

  /// Adds up the minutes one by one.
  private ServiceMap fromScratch(TimeRange range, ServiceMap.Quality quality) {
    long first = Minutes.of(range.fromNanos());
    long end = Math.min(Minutes.last(range), Minutes.of(now.toEpochMilli() * 1_000_000));
    var sum = new Minute(first);
    var last = new ArrayList<Minute>();
    for (var minute : view.sums()) {
      if (minute.number >= first && minute.number <= Minutes.last(range)) {
        sum.add(minute);
      }
      if (minute.number > end - HealthCheck.MINUTES_MAX && minute.number <= end) {
        last.add(minute);
      }
    }
    return MapDrawing.draw(sum, last, end, _ -> false, new HealthCheck(ZoneOffset.UTC), quality);
  }

  private void begin() {
    store.close();
    store = new InMemoryStore(100_000, 1, 1);
    storage = new InMemoryViewStorage();
    delayed.clear();
    now = TraceNotation.START;
    keeps = random.nextInt(4) != 0;
    limits =
        new Limits(
            keeps ? 1 + random.nextInt(90) : HOURS * 60,
            1_000,
            Duration.ofMinutes(5),
            1_000,
            1_000,
            Duration.ZERO);
    view = start();
  }

  private void disturb() {
    switch (random.nextInt(keeps ? 12 : 8)) {
      case 0 -> now = now.plusSeconds(random.nextInt(HOURS * 3600 / 6));
      case 1 -> now = now.plusSeconds(random.nextInt(600));
      case 2, 3 -> arrive();
      case 8 -> view = start();
      case 9, 10 -> checkpoint();
      case 11 -> view.checkpoint(0); // not written: the disk was full
      default -> trade();
    }
  }

  /// A call now or long ago, of which some spans come at once.
  private void trade() {
    long past = Duration.between(TraceNotation.START, now).toSeconds() + 1;
    long age = random.nextBoolean() ? random.nextInt(90) : random.nextLong(past);
    long second = Math.max(0, past - 1 - age);
    var failed = random.nextInt(4) == 0 ? " !" : "";
    int trace = traces++;
    for (var line :
        List.of(
            "t%d.a SERVER trader @%ds %dms%s",
            "t%d.b<a CLIENT trader→router:9000 @%ds %dms%s",
            random.nextBoolean()
                ? "t%d.c<b SERVER router @%ds %dms%s"
                : "t%d.c<b SERVER canary @%ds %dms%s",
            "t%d.d<c CLIENT router→postgresql/trades @%ds %dms%s",
            "t%d.e<d INTERNAL ledger @%ds %dms%s")) {
      var span = TraceNotation.span(line.formatted(trace, second, random.nextInt(900), failed));
      if (random.nextInt(3) == 0) {
        delayed.add(span);
      } else {
        accept(span);
      }
    }
  }

  private void arrive() {
    for (int left = random.nextInt(5); left > 0 && !delayed.isEmpty(); left--) {
      accept(delayed.remove(random.nextInt(delayed.size())));
    }
    view.settle(store.traces(), store::endPosition);
  }

  private void accept(Span span) {
    store.writer().appendSpans(List.of(span));
  }

  private void checkpoint() {
    storage.write(view.checkpoint(0));
    view.kept();
  }

  private TimeRange range() {
    long start = TraceNotation.START.toEpochMilli() * 1_000_000;
    long seconds = HOURS * 3600L;
    long from = random.nextLong(seconds);
    long to = from + random.nextLong(seconds);
    return new TimeRange(start + from * 1_000_000_000L, start + to * 1_000_000_000L);
  }

  /// The view before this one goes on hearing of spans, which does it no good.
  private ServiceMapView start() {
    var started = new ServiceMapView(limits, () -> now, ZoneOffset.UTC, keeps ? storage : null);
    long end = store.endPosition();
    store.follow(started, started.position());
    started.caughtUp(end);
    return started;
  }
}

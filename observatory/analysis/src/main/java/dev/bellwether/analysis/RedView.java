package dev.bellwether.analysis;

import dev.bellwether.model.Span;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.TraceReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Rate, errors and durations of every operation of every service, in slots of 10 seconds.
///
/// A request is a span that work begins with: one of kind SERVER or CONSUMER, or without a parent.
/// That can be told from the span alone, so nothing that comes later changes it, and a slot is the
/// sum of its spans whenever they come.
///
/// The hour that runs is in memory. Hours that are over are on disk, with sums of 5 minutes beside
/// them that answer for long times; a late span fetches its hour. Without a storage, hours that are
/// over are forgotten after `hoursMax`.
///
/// One thread at a time writes, many may read.
public final class RedView implements DurableView {
  /// Of what the chunks hold; see `package-info`.
  public static final int FORMAT = 1;

  /// A month: a clock that stands at 1970 must not open an hour of its own for each span.
  private static final long HISTORY_HOURS_MAX = 31 * 24;

  /// Clocks differ, and a span may be stored as soon as it starts.
  private static final long AHEAD_NANOS_MAX = 60_000_000_000L;

  private final int hoursMax;
  private final InstantSource clock;
  private final @Nullable RedArchives archives;
  private final Progress progress = new Progress();

  // Everything below is guarded by the progress.
  private final RedTable table = new RedTable();
  private final TreeMap<Long, RedHour> hours = new TreeMap<>();
  private @Nullable RedHour recent;
  private long floor = Long.MIN_VALUE;
  private long turn = 1;
  private long keptTurn;
  private long outside;

  /// @param hoursMax hours in memory, the one that runs included
  /// @param storage absent where older hours are forgotten
  /// @throws RuntimeException when the storage holds something else
  public RedView(int hoursMax, InstantSource clock, @Nullable ViewStorage storage) {
    this.hoursMax = hoursMax;
    this.clock = clock;
    this.archives = storage == null ? null : new RedArchives(storage);
    if (storage != null) {
      progress.caughtUp(storage.position().orElse(0));
      table.load(storage);
    }
  }

  @Override
  public long position() {
    return progress.position();
  }

  @Override
  public void accept(List<Span> spans, long position) {
    progress.accept(
        () -> {
          long newest = clock.millis() * 1_000_000 + AHEAD_NANOS_MAX;
          advance(newest);
          for (var span : spans) {
            if (begins(span)) {
              accept(span, newest);
            }
          }
        },
        position);
  }

  @Override
  public void caughtUp(long position) {
    progress.caughtUp(position);
  }

  /// Nothing to do: what a span counts as depends on no other.
  @Override
  public void settle(TraceReader store, LongSupplier endPosition) {}

  /// One point for each step that overlaps `range` and in which the service served anything, oldest
  /// first. Steps begin at multiples of `step`.
  ///
  /// @param operation absent for all
  /// @param step at least 10 seconds, in whole tens of seconds; from 5 minutes on in whole fives it
  ///   is answered from sums
  public List<Red.Point> series(
      String service, @Nullable String operation, TimeRange range, Duration step) {
    long nanos = step.toNanos();
    if (nanos < RedHour.SLOT_NANOS || nanos % RedHour.SLOT_NANOS != 0) {
      throw new IllegalArgumentException(
          "step: %s (expected: whole tens of seconds)".formatted(step));
    }
    var points = new TreeMap<Long, RedCell>();
    sum(
        whole(range, nanos),
        nanos % RedArchives.COARSE_NANOS == 0,
        (series, start) ->
            series.service().equals(service)
                    && (operation == null || series.operation().equals(operation))
                ? points.computeIfAbsent(Math.floorDiv(start, nanos) * nanos, _ -> new RedCell())
                : null);
    return points.entrySet().stream()
        .filter(point -> point.getValue().durations.count() > 0)
        .map(point -> new Red.Point(point.getKey(), Red.of(point.getValue())))
        .toList();
  }

  /// What each operation of a service served in the slots that overlap `range`, the busiest first.
  public List<Red.Operation> operations(String service, TimeRange range) {
    record Key(String name, Span.Kind kind) {}
    return sums(
            range,
            series ->
                series.service().equals(service)
                    ? new Key(series.operation(), series.kind())
                    : null)
        .entrySet()
        .stream()
        .map(sum -> new Red.Operation(sum.getKey().name, sum.getKey().kind, sum.getValue()))
        .sorted(
            Comparator.<Red.Operation>comparingLong(operation -> -operation.red().requests())
                .thenComparing(Red.Operation::name)
                .thenComparing(Red.Operation::kind))
        .toList();
  }

  /// What each service served in the slots that overlap `range`, by name.
  public List<Red.Service> services(TimeRange range) {
    return sums(range, RedSeries::service).entrySet().stream()
        .map(sum -> new Red.Service(sum.getKey(), sum.getValue()))
        .sorted(Comparator.comparing(Red.Service::name))
        .toList();
  }

  /// What each version of a service served in the slots that overlap `range`, by version.
  public List<Red.Version> versions(String service, TimeRange range) {
    record Key(String version, String environment) {}
    record Slots(RedCell cell, long firstNanos, long lastNanos) {}
    var versions = new HashMap<Key, Slots>();
    sum(
        whole(range, RedHour.SLOT_NANOS),
        true,
        (series, start) -> {
          if (!series.service().equals(service)) {
            return null;
          }
          var slots =
              versions.merge(
                  new Key(series.version(), series.environment()),
                  new Slots(new RedCell(), start, start),
                  (known, _) ->
                      new Slots(
                          known.cell,
                          Math.min(known.firstNanos, start),
                          Math.max(known.lastNanos, start)));
          return slots.cell;
        });
    var found = new ArrayList<Red.Version>();
    versions.forEach((key, slots) -> {
      if (slots.cell.durations.count() > 0) {
        found.add(
            new Red.Version(
                key.version,
                key.environment,
                Red.of(slots.cell),
                slots.firstNanos,
                slots.lastNanos));
      }
    });
    found.sort(Comparator.comparing(Red.Version::version).thenComparing(Red.Version::environment));
    return found;
  }

  /// The names of all services that ever served anything, sorted.
  public List<String> serviceNames() {
    return progress.ask(
        () -> table.all().stream().map(RedSeries::service).distinct().sorted().toList());
  }

  /// Requests counted as operation `_other` since the start, as a service has too many operations.
  public long overflows() {
    return progress.ask(table::overflows);
  }

  /// Requests left out since the start, as they began too long ago or are still to come.
  public long outside() {
    return progress.ask(() -> outside);
  }

  @Override
  public Checkpoint checkpoint(long oldestNanos) {
    return progress.ask(() -> {
      var checkpoint = new Checkpoint(progress.position());
      if (archives != null) {
        save(archives, checkpoint, oldestNanos);
      }
      return checkpoint;
    });
  }

  @Override
  public void kept() {
    progress.change(() -> {
      keptTurn = turn - 1;
      table.kept();
      hours.values().forEach(hour -> hour.close(keptTurn));
      if (archives != null) {
        archives.kept();
      }
    });
  }

  private void save(RedArchives into, Checkpoint checkpoint, long oldestNanos) {
    table.save(checkpoint);
    for (var hour : hours.values()) {
      if (hour.changed > keptTurn) {
        into.save(hour, keptTurn, checkpoint);
      }
    }
    // By whole hours: one of which the store still has something stays exact.
    floor = Math.max(floor, RedHour.of(Math.max(0, oldestNanos)) * RedHour.NANOS);
    into.forgetBefore(RedHour.of(floor), checkpoint);
    turn++;
  }

  private static boolean begins(Span span) {
    return span.kind() == Span.Kind.SERVER
        || span.kind() == Span.Kind.CONSUMER
        || span.parentId() == null;
  }

  private void accept(Span span, long newest) {
    long start = span.startNanos();
    if (start < floor || start > newest) {
      outside++;
      return;
    }
    var hour = hour(RedHour.of(start));
    var slot = hour.slot(table.of(span).number(), RedHour.slot(start));
    hour.changed = turn;
    slot.changed = turn;
    slot.cell().add(span.durationNanos(), span.failed(), Sampling.weightMillis(span.traceState()));
  }

  private RedHour hour(long number) {
    var known = recent;
    if (known == null || known.number != number) {
      known = hours.get(number);
    }
    if (known == null) {
      known = archives == null ? new RedHour(number) : archives.hour(number);
      hours.put(number, known);
    }
    recent = known;
    return known;
  }

  private void advance(long newest) {
    long oldest = RedHour.of(newest - AHEAD_NANOS_MAX) - hoursMax + 1;
    long history = oldest - (archives == null ? 0 : HISTORY_HOURS_MAX);
    floor = Math.max(floor, history * RedHour.NANOS);
    if (!hours.isEmpty() && hours.firstKey() < oldest) {
      hours.headMap(oldest).values().removeIf(hour -> archives == null || hour.changed <= keptTurn);
      recent = null;
    }
  }

  private <K> Map<K, Red> sums(TimeRange range, Function<RedSeries, @Nullable K> group) {
    var cells = new HashMap<K, RedCell>();
    sum(
        whole(range, RedHour.SLOT_NANOS),
        true,
        (series, _) -> {
          var key = group.apply(series);
          return key == null ? null : cells.computeIfAbsent(key, _ -> new RedCell());
        });
    var sums = new HashMap<K, Red>();
    cells.forEach((key, cell) -> {
      if (cell.durations.count() > 0) {
        sums.put(key, Red.of(cell));
      }
    });
    return sums;
  }

  /// The range with its ends moved outwards to whole steps, and not beyond what can be.
  private TimeRange whole(TimeRange range, long stepNanos) {
    long end = clock.millis() * 1_000_000 + AHEAD_NANOS_MAX + stepNanos;
    long from = Math.clamp(range.fromNanos(), 0, end);
    long to = Math.clamp(range.toNanos(), from, end);
    return new TimeRange(
        Math.floorDiv(from, stepNanos) * stepNanos, Math.ceilDiv(to, stepNanos) * stepNanos);
  }

  /// Adds every slot of the range, which has whole slots only.
  private void sum(TimeRange range, boolean coarsely, Sums sums) {
    var series = new ArrayList<RedSeries>();
    var inMemory = new HashSet<Long>();
    progress.change(() -> {
      series.addAll(table.all());
      inMemory.addAll(hours.keySet());
      hours
          .subMap(RedHour.of(range.fromNanos()), true, RedHour.of(range.toNanos()), true)
          .values()
          .forEach(hour -> sum(hour, range, series, sums));
    });
    if (archives != null) {
      // An hour that is not in memory is on disk as a whole. What came since is of a later answer.
      archives.sum(
          range,
          coarsely,
          inMemory,
          (number, start) -> number < series.size() ? sums.of(series.get(number), start) : null);
    }
  }

  private static void sum(RedHour hour, TimeRange range, List<RedSeries> series, Sums sums) {
    hour.rows.forEach((number, row) -> {
      for (int i = 0; i < row.length; i++) {
        var slot = row[i];
        if (slot != null && range.contains(hour.startNanos(i))) {
          var sum = sums.of(series.get(number), hour.startNanos(i));
          if (sum != null) {
            slot.addTo(sum);
          }
        }
      }
    });
  }

  /// Says where to add a cell; nothing where it is not wanted.
  private interface Sums {
    @Nullable RedCell of(RedSeries series, long startNanos);
  }
}

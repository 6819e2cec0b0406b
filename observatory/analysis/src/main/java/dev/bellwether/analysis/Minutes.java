package dev.bellwether.analysis;

import dev.bellwether.store.TimeRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The sums that the map is drawn from, one set per minute in which a call started.
///
/// The last minutes are in memory. With an archive nothing is lost when a minute gets older: it
/// leaves when the archive has it, and comes back when a late span changes it.
///
/// What has changed since it was written last is found by turns: each checkpoint begins a new turn,
/// and a change marks its minute with the turn that runs.
final class Minutes implements Contributions {
  static final long NANOS = 60_000_000_000L;

  /// A month on disk: a clock that stands at 1970 must not open an hour of its own for each span.
  private static final long HISTORY_MAX = 31 * 24 * 60;

  private final int minutesMax;
  private final int edgesMax;
  private final @Nullable MinuteArchive archive;
  private final TreeMap<Long, Minute> minutes = new TreeMap<>();
  private final MinuteSums sums = new MinuteSums(this::known);

  /// Where memory begins, or less where a minute was changed or is not written yet.
  private long oldest = Long.MIN_VALUE;

  /// Nothing is kept of what is older.
  private long floor = Long.MIN_VALUE;

  private long newest = Long.MAX_VALUE;
  private @Nullable Minute recent;
  private long turn = 1;
  private long keptTurn;
  private boolean forgets;
  long skewedQueues;
  long overflows;

  /// @param archive absent where what is older than `minutesMax` is forgotten
  Minutes(int minutesMax, int edgesMax, @Nullable MinuteArchive archive) {
    this.minutesMax = minutesMax;
    this.edgesMax = edgesMax;
    this.archive = archive;
  }

  static long of(long epochNanos) {
    return Math.floorDiv(epochNanos, NANOS);
  }

  /// The last minute that overlaps a range, which may be empty.
  static long last(TimeRange range) {
    return of(Math.max(range.fromNanos(), range.toNanos() - 1));
  }

  /// Whether a minute begins now that was still to come.
  boolean moves(long nowMillis) {
    return nowMillis / 60_000 + 1 != newest;
  }

  /// Moves the window to `now`.
  ///
  /// @return whether minutes left
  boolean advance(long nowMillis) {
    long now = nowMillis / 60_000;
    // Never back, or what was left out of a dropped minute would be taken out of a new one.
    oldest = Math.max(oldest, now - minutesMax + 1);
    // Clocks differ, and a span may be stored as soon as it starts.
    newest = now + 1;
    floor = Math.max(floor, archive == null ? oldest : now - HISTORY_MAX);
    if (minutes.isEmpty() || minutes.firstKey() >= oldest) {
      return false;
    }
    recent = null;
    return minutes.headMap(oldest).values().removeIf(this::leaves);
  }

  /// Forgets what is older than anything that the store still has.
  void forgetBefore(long epochNanos) {
    if (archive != null && of(epochNanos) > floor) {
      floor = of(epochNanos);
      forgets = true;
    }
  }

  boolean keeps(long epochNanos) {
    long minute = of(epochNanos);
    return minute >= floor && minute <= newest;
  }

  /// What is in memory.
  Collection<Minute> all() {
    return minutes.values();
  }

  /// The minutes from `first` to `last`, in order; only to be read.
  List<Minute> between(long first, long last) {
    var all = new ArrayList<Minute>();
    for (long number = Math.max(first, first()); number <= Math.min(last, last()); number++) {
      var minute = known(number);
      if (minute != null) {
        all.add(minute);
      }
    }
    return all;
  }

  /// The sum of the minutes from `first` to `last`; only to be read.
  Minute sum(long first, long last) {
    return sums.sum(Math.max(first, first()), Math.min(last, last()));
  }

  /// What [#sum] would have to sum at once if [#prepare] did not do it before, part by part.
  List<MinuteSums.Block> missing(long first, long last) {
    return sums.missing(Math.max(first, first()), Math.min(last, last()));
  }

  void prepare(MinuteSums.Block block) {
    sums.prepare(block);
  }

  /// The oldest minute that is surely in memory if it is anywhere.
  long oldest() {
    return oldest;
  }

  /// Every node of every minute in memory.
  Set<NodeKey> nodes() {
    var nodes = new HashSet<NodeKey>();
    for (var minute : minutes.values()) {
      nodes.addAll(minute.services.keySet());
      for (var edge : minute.edges.keySet()) {
        nodes.add(edge.source());
        nodes.add(edge.target());
        if (edge.via() != null) {
          nodes.add(edge.via());
        }
      }
    }
    return nodes;
  }

  /// Fills memory after a restart.
  void load(long nowMillis) {
    if (archive != null) {
      advance(nowMillis);
      archive.minutes(oldest, newest).forEach(minute -> minutes.put(minute.number, minute));
    }
  }

  /// Hands over what changed since the last checkpoint that was kept, and begins a new turn.
  void save(Checkpoint checkpoint) {
    if (archive == null) {
      return;
    }
    var changed = new ArrayList<Minute>();
    for (var minute : minutes.values()) {
      if (minute.changed > keptTurn && minute.number >= floor) {
        changed.add(minute);
      }
    }
    archive.save(changed, edgesMax, checkpoint);
    if (forgets) {
      archive.forgetBefore(floor, checkpoint);
      sums.forgetBefore(floor);
      forgets = false;
    }
    turn++;
  }

  void kept() {
    keptTurn = turn - 1;
  }

  @Override
  public void span(int sign, OpenSpan span) {
    var minute = minute(span);
    if (minute != null) {
      service(minute, span.service).spans += sign;
    }
  }

  @Override
  public void request(int sign, OpenSpan span) {
    var minute = minute(span);
    if (minute != null) {
      service(minute, span.service).request(sign, span.failed, span.durationNanos);
    }
  }

  @Override
  public void incomplete(int sign, OpenSpan span) {
    var minute = minute(span);
    if (minute != null) {
      minute.incomplete += sign;
    }
  }

  @Override
  public void call(int sign, OpenSpan span, EdgeKey edge, boolean failed, long nanos) {
    var minute = minute(span);
    if (minute != null) {
      edge(minute, edge).call(sign, span, failed, nanos);
    }
  }

  @Override
  public void queueCall(int sign, OpenSpan span, EdgeKey edge) {
    var minute = minute(span);
    if (minute != null) {
      var tally = edge(minute, edge);
      tally.call(sign, span, span.failed, span.durationNanos);
      tally.messages += (long) sign * span.messages;
    }
  }

  @Override
  public void inferredCall(int sign, OpenSpan span, EdgeKey edge) {
    var minute = minute(span);
    if (minute != null) {
      var tally = edge(minute, edge);
      tally.call(sign, span, false, -1);
      tally.inferred += sign;
    }
  }

  @Override
  public void clientDuration(int sign, OpenSpan span, EdgeKey edge, long nanos) {
    var minute = minute(span);
    if (minute != null) {
      EdgeTally.change(edge(minute, edge).clientDurations, sign, nanos);
    }
  }

  @Override
  public void skewedQueue(int sign) {
    skewedQueues += sign;
  }

  /// Nothing is known of any minute before this one.
  private long first() {
    long memory = minutes.isEmpty() ? Long.MAX_VALUE : minutes.firstKey();
    return archive == null ? memory : Math.min(memory, archive.first().orElse(Long.MAX_VALUE));
  }

  /// Nothing is known of any minute behind this one.
  private long last() {
    return minutes.isEmpty() ? newest : Math.max(newest, minutes.lastKey());
  }

  /// The minute as it is now; absent when nothing happened in it.
  private @Nullable Minute known(long number) {
    var minute = minutes.get(number);
    return minute == null && number < oldest && archive != null ? archive.minute(number) : minute;
  }

  /// Whether an old minute need not be in memory any more. What the archive has is the same.
  private boolean leaves(Minute minute) {
    if (archive != null && minute.changed > keptTurn && minute.number >= floor) {
      return false;
    }
    if (archive == null || minute.number < floor) {
      sums.changed(minute.number);
    }
    return true;
  }

  /// The minute that a span starts in, which is about to change; absent when it has been dropped
  /// meanwhile.
  private @Nullable Minute minute(OpenSpan span) {
    long number = of(span.startNanos);
    var minute = recent;
    if (minute == null || minute.number != number) {
      if (number < floor) {
        return null;
      }
      minute = minutes.get(number);
      if (minute == null) {
        var archived = known(number);
        minute = archived == null ? new Minute(number) : archived;
        minute.summed = true;
        minutes.put(number, minute);
      }
      recent = minute;
    }
    if (minute.summed) {
      sums.changed(number);
      minute.summed = false;
    }
    minute.changed = turn;
    return minute;
  }

  private EdgeTally edge(Minute minute, EdgeKey key) {
    var tally = minute.edges.get(key);
    if (tally == null) {
      boolean full = minute.edges.size() >= edgesMax;
      overflows += full ? 1 : 0;
      tally = minute.edges.computeIfAbsent(full ? EdgeKey.OTHER : key, _ -> new EdgeTally());
    }
    return tally;
  }

  private ServiceTally service(Minute minute, NodeKey service) {
    var tally = minute.services.get(service);
    if (tally == null) {
      tally = new ServiceTally();
      minute.services.put(service, tally);
    }
    return tally;
  }
}

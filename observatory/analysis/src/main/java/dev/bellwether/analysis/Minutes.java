package dev.bellwether.analysis;

import dev.bellwether.store.TimeRange;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The sums that the map is drawn from, one set per minute in which a call started.
final class Minutes {
  static final long NANOS = 60_000_000_000L;

  private final int minutesMax;
  private final int edgesMax;
  private final TreeMap<Long, Minute> minutes = new TreeMap<>();
  private long oldest = Long.MIN_VALUE;
  private long newest = Long.MAX_VALUE;
  private @Nullable Minute recent;
  long skewedQueues;
  long overflows;

  /// Within a minute no edge is ever removed, not even at 0 calls: an edge that was counted as
  /// `_other` because the minute was full must be found there again when it is taken out.
  static final class Minute {
    final long number;
    final Map<EdgeKey, EdgeTally> edges = new HashMap<>();
    final Map<NodeKey, ServiceTally> services = new HashMap<>();
    long incomplete;

    Minute(long number) {
      this.number = number;
    }

    boolean overlaps(TimeRange range) {
      return number >= of(range.fromNanos()) && number <= last(range);
    }
  }

  Minutes(int minutesMax, int edgesMax) {
    this.minutesMax = minutesMax;
    this.edgesMax = edgesMax;
  }

  static long of(long epochNanos) {
    return Math.floorDiv(epochNanos, NANOS);
  }

  /// The last minute that overlaps a range, which may be empty.
  static long last(TimeRange range) {
    return of(Math.max(range.fromNanos(), range.toNanos() - 1));
  }

  /// Moves the window to `now`.
  ///
  /// @return whether minutes were dropped
  boolean advance(long nowMillis) {
    long now = nowMillis / 60_000;
    // Never back, or what was left out of a dropped minute would be taken out of a new one.
    oldest = Math.max(oldest, now - minutesMax + 1);
    // Clocks differ, and a span may be stored as soon as it starts.
    newest = now + 1;
    var dropped = minutes.headMap(oldest);
    boolean any = !dropped.isEmpty();
    dropped.clear();
    recent = null;
    return any;
  }

  boolean keeps(long epochNanos) {
    long minute = of(epochNanos);
    return minute >= oldest && minute <= newest;
  }

  Collection<Minute> all() {
    return minutes.values();
  }

  /// Every node of every minute.
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

  void span(OpenSpan span) {
    var minute = minute(span);
    if (minute != null) {
      service(minute, span.service).spans++;
    }
  }

  void request(int sign, OpenSpan span) {
    var minute = minute(span);
    if (minute != null) {
      service(minute, span.service).request(sign, span.failed, span.durationNanos);
    }
  }

  void incomplete(int sign, OpenSpan span) {
    var minute = minute(span);
    if (minute != null) {
      minute.incomplete += sign;
    }
  }

  void call(int sign, OpenSpan span, EdgeKey edge, boolean failed, long nanos) {
    var minute = minute(span);
    if (minute != null) {
      edge(minute, edge).call(sign, span, failed, nanos);
    }
  }

  /// A call to or from a queue, which may carry many messages.
  void queueCall(int sign, OpenSpan span, EdgeKey edge) {
    var minute = minute(span);
    if (minute != null) {
      var tally = edge(minute, edge);
      tally.call(sign, span, span.failed, span.durationNanos);
      tally.messages += (long) sign * span.messages;
    }
  }

  void inferredCall(int sign, OpenSpan span, EdgeKey edge) {
    var minute = minute(span);
    if (minute != null) {
      var tally = edge(minute, edge);
      tally.call(sign, span, false, -1);
      tally.inferred += sign;
    }
  }

  void clientDuration(int sign, OpenSpan span, EdgeKey edge, long nanos) {
    var minute = minute(span);
    if (minute != null) {
      EdgeTally.change(edge(minute, edge).clientDurations, sign, nanos);
    }
  }

  /// The minute that a span starts in; absent when it has been dropped meanwhile.
  private @Nullable Minute minute(OpenSpan span) {
    long number = of(span.startNanos);
    var last = recent;
    if (last != null && last.number == number) {
      return last;
    }
    if (number < oldest) {
      return null;
    }
    var minute = minutes.computeIfAbsent(number, Minute::new);
    recent = minute;
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

package dev.bellwether.store.segments;

import dev.bellwether.model.TraceId;
import dev.bellwether.store.TraceSummary;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;

/// The traces that a search finds, newest start first. A trace starts no later than any of its
/// spans: once there are enough, earlier spans cannot bring a trace among them.
final class FoundTraces {
  private final Segments segments;
  private final Set<TraceId> met = new HashSet<>();
  private final Top<Key, TraceSummary> top;

  FoundTraces(Segments segments, int limit) {
    this.segments = segments;
    this.top = new Top<>(limit);
  }

  /// Newest first, then by trace id.
  private record Key(long startNanos, TraceId trace) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::startNanos).reversed().thenComparing(Key::trace);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  Top<?, TraceSummary> top() {
    return top;
  }

  /// A trace whose spans all start before this cannot be among the first any more.
  long floorNanos() {
    var last = top.last();
    return last == null ? Long.MIN_VALUE : last.startNanos;
  }

  /// @param startNanos of one of its spans
  void offer(TraceId trace, long startNanos) {
    if (startNanos >= floorNanos() && met.add(trace)) {
      // Absent where its segments were deleted in this moment.
      segments
          .summary(trace)
          .ifPresent(summary -> top.offer(new Key(summary.startNanos(), trace), summary));
    }
  }
}

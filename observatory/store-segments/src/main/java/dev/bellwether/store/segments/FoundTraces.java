package dev.bellwether.store.segments;

import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.Trace;
import dev.bellwether.store.TraceSummary;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/// The traces of the spans that a search finds, newest start first. A trace starts no later than any
/// of its spans: once there are enough, earlier spans cannot bring a trace among them.
final class FoundTraces implements Part.SpanSink {
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

  Top<Key, TraceSummary> top() {
    return top;
  }

  @Override
  public long floorNanos() {
    var last = top.last();
    return last == null ? Long.MIN_VALUE : last.startNanos;
  }

  @Override
  public void accept(TraceId trace, SpanId id, long startNanos, Supplier<Span> span) {
    if (startNanos < floorNanos() || !met.add(trace)) {
      return;
    }
    // Empty where its segments were deleted in this moment.
    var spans = segments.trace(trace);
    if (!spans.isEmpty()) {
      var summary = TraceSummary.of(Trace.of(trace, spans));
      top.offer(new Key(summary.startNanos(), trace), () -> summary);
    }
  }
}

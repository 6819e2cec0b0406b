package dev.bellwether.store.segments;

import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import java.util.Comparator;

/// The spans that a search finds, newest start first.
final class FoundSpans {
  private final Top<Key, Span> top;

  FoundSpans(int limit) {
    this.top = new Top<>(limit);
  }

  /// Newest first, then by trace id, then by span id.
  private record Key(long startNanos, TraceId trace, SpanId id) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingLong(Key::startNanos)
            .reversed()
            .thenComparing(Key::trace)
            .thenComparing(Key::id);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  Top<?, Span> top() {
    return top;
  }

  /// What starts before this cannot be among the first any more.
  long floorNanos() {
    var last = top.last();
    return last == null ? Long.MIN_VALUE : last.startNanos;
  }

  /// How many of one segment can be of use.
  int wanted() {
    return top.wanted();
  }

  void offer(Span span) {
    top.offer(new Key(span.startNanos(), span.traceId(), span.id()), span);
  }
}

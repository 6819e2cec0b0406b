package dev.bellwether.store;

import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// All stored spans of one trace, by start time, then span id.
public record Trace(TraceId id, List<Span> spans) {
  /// The order of spans wherever an order is needed: by start time, then span id.
  public static final Comparator<Span> ORDER =
      Comparator.comparingLong(Span::startNanos).thenComparing(Span::id);

  public Trace {
    spans = List.copyOf(spans);
    if (spans.isEmpty()) {
      throw new IllegalArgumentException("trace %s has no spans".formatted(id));
    }
  }

  /// Puts the spans of one trace in order.
  public static Trace of(TraceId id, Collection<Span> spans) {
    return new Trace(id, spans.stream().sorted(ORDER).toList());
  }
}

package dev.bellwether.store;

import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import java.util.List;

/// All stored spans of one trace, by start time, then span id.
public record Trace(TraceId id, List<Span> spans) {
  public Trace {
    spans = List.copyOf(spans);
    if (spans.isEmpty()) {
      throw new IllegalArgumentException("trace %s has no spans".formatted(id));
    }
  }
}

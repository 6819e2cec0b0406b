package dev.bellwether.analysis;

import dev.bellwether.model.TraceId;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// The traces that spans may still arrive for, the longest idle one first.
final class OpenTraces {
  private final int spansMax;
  private final long horizonMillis;

  /// In the order of their last use.
  private final LinkedHashMap<TraceId, OpenTrace> traces = new LinkedHashMap<>(16, 0.75f, true);

  private int spans;
  private long closedEarly;

  OpenTraces(int spansMax, long horizonMillis) {
    this.spansMax = spansMax;
    this.horizonMillis = horizonMillis;
  }

  /// The span with this id, arrived or not; a place for it is made where there is none.
  OpenSpan span(TraceId traceId, long spanId, long nowMillis) {
    var trace = traces.get(traceId);
    if (trace == null) {
      trace = new OpenTrace(traceId);
      traces.put(traceId, trace);
    }
    trace.usedMillis = nowMillis;
    int before = trace.size();
    var span = trace.span(spanId);
    spans += trace.size() - before;
    return span;
  }

  /// Forgets traces that nothing arrived for since the horizon, and the longest idle ones while too
  /// many spans are open. What they added to the map stays.
  void close(long nowMillis) {
    var oldest = traces.values().iterator();
    while (oldest.hasNext()) {
      var trace = oldest.next();
      boolean idle = nowMillis - trace.usedMillis >= horizonMillis;
      if (!idle && spans <= spansMax) {
        return;
      }
      closedEarly += idle ? 0 : 1;
      spans -= trace.size();
      oldest.remove();
    }
  }

  int spans() {
    return spans;
  }

  long closedEarly() {
    return closedEarly;
  }

  /// A hash table from span id to span with linear probing: half the memory of a `HashMap` of
  /// `Long`.
  private static final class OpenTrace {
    private final TraceId id;
    private @Nullable OpenSpan[] slots = new @Nullable OpenSpan[8];
    private int size;
    private long usedMillis;

    OpenTrace(TraceId id) {
      this.id = id;
    }

    int size() {
      return size;
    }

    OpenSpan span(long spanId) {
      int at = slot(spanId);
      var found = slots[at];
      if (found != null) {
        return found;
      }
      var span = new OpenSpan(id, spanId);
      slots[at] = span;
      size++;
      if (size * 4 > slots.length * 3) {
        grow();
      }
      return span;
    }

    private int slot(long spanId) {
      // Fibonacci hashing: ids that differ only in their high bits are spread as well.
      int at = (int) ((spanId * 0x9E3779B97F4A7C15L) >>> 32) & (slots.length - 1);
      for (var there = slots[at]; there != null && there.id != spanId; there = slots[at]) {
        at = (at + 1) & (slots.length - 1);
      }
      return at;
    }

    private void grow() {
      var old = slots;
      slots = new @Nullable OpenSpan[old.length * 2];
      for (var span : old) {
        if (span != null) {
          slots[slot(span.id)] = span;
        }
      }
    }
  }
}

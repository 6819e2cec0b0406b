package dev.bellwether.analysis;

import dev.bellwether.model.TraceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The traces that spans may still arrive for, the longest idle one first, and the names of those
/// that were open before.
///
/// A trace that gets another span after it was closed is reopened. What it had is in the store, and
/// until that has been looked up it is unsettled.
final class OpenTraces {
  /// A few seconds of spans that all come late. Normally there are none or a handful, as the store
  /// is asked twice a second; when it cannot answer, what is above finds its parents unknown.
  private static final int UNSETTLED_MAX = 10_000;

  private final int spansMax;
  private final long horizonMillis;
  private final SeenTraces seen;

  /// In the order of their last use.
  private final LinkedHashMap<TraceId, OpenTrace> traces = new LinkedHashMap<>(16, 0.75f, true);

  private final Set<TraceId> unsettled = new LinkedHashSet<>();
  private @Nullable OpenTrace last;
  private int spans;
  private long closedEarly;

  OpenTraces(int spansMax, long horizonMillis, SeenTraces seen) {
    this.spansMax = spansMax;
    this.horizonMillis = horizonMillis;
    this.seen = seen;
  }

  /// The trace to put a span into.
  OpenTrace use(TraceId id, long nowMillis) {
    var trace = last;
    if (trace == null || !trace.id.equals(id)) {
      trace = traces.get(id);
    }
    if (trace == null) {
      trace = new OpenTrace(id);
      trace.reopened = !seen.add(id);
      traces.put(id, trace);
      if (trace.reopened) {
        unsettled.add(id);
      }
    }
    trace.usedMillis = nowMillis;
    last = trace;
    return trace;
  }

  @Nullable OpenTrace find(TraceId id) {
    return traces.get(id);
  }

  boolean seen(TraceId id) {
    return seen.contains(id);
  }

  /// To be told after a trace got bigger.
  void grown(int bySpans) {
    spans += bySpans;
  }

  Set<TraceId> unsettled() {
    return unsettled;
  }

  /// What a trace had before it was reopened is in it again, or nowhere.
  void settled(OpenTrace trace) {
    trace.reopened = false;
    trace.linking.clear();
    unsettled.remove(trace.id);
  }

  boolean closing(long nowMillis) {
    if (traces.isEmpty()) {
      return false;
    }
    return spans > spansMax
        || nowMillis - traces.firstEntry().getValue().usedMillis >= horizonMillis;
  }

  /// Forgets traces that nothing arrived for since the horizon, and the longest idle ones while too
  /// many spans are open: down to seven eighths, so that it is not one by one. Unsettled ones stay
  /// unless there are too many of them. What a trace added to the map stays.
  void close(long nowMillis, Consumer<OpenTrace> whenGone) {
    int target = spans > spansMax ? spansMax - spansMax / 8 : spansMax;
    last = null;
    var waiting = new ArrayList<OpenTrace>();
    var oldest = traces.values().iterator();
    while (oldest.hasNext()) {
      var trace = oldest.next();
      boolean idle = nowMillis - trace.usedMillis >= horizonMillis;
      if (!idle && spans <= target) {
        break;
      }
      if (trace.reopened && unsettled.size() <= UNSETTLED_MAX) {
        waiting.add(trace);
        continue;
      }
      closedEarly += idle ? 0 : 1;
      spans -= trace.size();
      unsettled.remove(trace.id);
      oldest.remove();
      whenGone.accept(trace);
    }
    waiting.forEach(trace -> use(trace.id, nowMillis));
  }

  int spans() {
    return spans;
  }

  long closedEarly() {
    return closedEarly;
  }
}

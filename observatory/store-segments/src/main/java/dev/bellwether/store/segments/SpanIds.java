package dev.bellwether.store.segments;

import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;

/// A set of what identifies spans: 24 bytes each, half of the slots at the most in use. One thread
/// at a time.
///
/// ```
/// slots   │ trace high, trace low, span id │ 0, 0, 0: empty │ …
/// ```
final class SpanIds {
  private static final int LONGS = 3;
  private static final int SMALLEST = 64;

  private long[] slots = new long[LONGS * SMALLEST];
  private int size;

  /// False where it was there.
  boolean add(Span span) {
    return add(span.traceId().high(), span.traceId().low(), span.id().bits());
  }

  boolean contains(Span span) {
    return contains(span.traceId(), span.id());
  }

  boolean contains(TraceId trace, SpanId id) {
    return slots[LONGS * slotOf(trace.high(), trace.low(), id.bits()) + 2] != 0;
  }

  void remove(Span span) {
    var slot = slotOf(span.traceId().high(), span.traceId().low(), span.id().bits());
    if (slots[LONGS * slot + 2] != 0) {
      size--;
      close(slot);
    }
  }

  int size() {
    return size;
  }

  private boolean add(long high, long low, long id) {
    var slot = LONGS * slotOf(high, low, id);
    if (slots[slot + 2] != 0) {
      return false;
    }
    slots[slot] = high;
    slots[slot + 1] = low;
    slots[slot + 2] = id; // never 0
    if (2 * ++size > slots.length / LONGS) {
      grow();
    }
    return true;
  }

  private void grow() {
    var old = slots;
    slots = new long[2 * old.length];
    size = 0;
    for (var i = 0; i < old.length; i += LONGS) {
      if (old[i + 2] != 0) {
        add(old[i], old[i + 1], old[i + 2]);
      }
    }
  }

  /// Empties a slot, and moves back what was pushed on because it was taken.
  private void close(int slot) {
    var mask = slots.length / LONGS - 1;
    var hole = slot;
    for (var next = (hole + 1) & mask; slots[LONGS * next + 2] != 0; next = (next + 1) & mask) {
      var home = home(slots[LONGS * next], slots[LONGS * next + 1], slots[LONGS * next + 2]);
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        System.arraycopy(slots, LONGS * next, slots, LONGS * hole, LONGS);
        hole = next;
      }
    }
    slots[LONGS * hole] = 0;
    slots[LONGS * hole + 1] = 0;
    slots[LONGS * hole + 2] = 0;
  }

  /// Where it is, or the empty slot where it would be.
  private int slotOf(long high, long low, long id) {
    var mask = slots.length / LONGS - 1;
    var slot = home(high, low, id);
    while (slots[LONGS * slot + 2] != 0
        && (slots[LONGS * slot] != high
            || slots[LONGS * slot + 1] != low
            || slots[LONGS * slot + 2] != id)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private int home(long high, long low, long id) {
    return (int) Hash.of(high, low, id) & (slots.length / LONGS - 1);
  }
}

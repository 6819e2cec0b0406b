package dev.bellwether.analysis;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The slots of one hour, 10 seconds each, for every series.
final class RedHour {
  static final int SLOTS = 360;
  static final long SLOT_NANOS = 10_000_000_000L;
  static final long NANOS = SLOTS * SLOT_NANOS;

  final long number;
  final Map<Integer, @Nullable Slot[]> rows = new HashMap<>();

  /// The turn in which the hour was changed last.
  long changed;

  /// Open while it changes, packed (a few dozen bytes) when it is on disk.
  static final class Slot {
    private @Nullable RedCell open;
    private byte @Nullable [] packed;
    long changed;

    RedCell cell() {
      var cell = open;
      if (cell == null) {
        cell = new RedCell();
        addTo(cell);
        open = cell;
      }
      return cell;
    }

    void addTo(RedCell sum) {
      if (open != null) {
        sum.add(open);
      } else if (packed != null) {
        sum.addPacked(new Unpacker(packed));
      }
    }

    byte[] pack() {
      if (open != null) {
        packed = open.pack();
      }
      return packed == null ? new RedCell().pack() : packed;
    }

    void load(byte[] cell) {
      packed = cell;
    }

    void close() {
      open = null;
    }
  }

  RedHour(long number) {
    this.number = number;
  }

  static long of(long epochNanos) {
    return Math.floorDiv(epochNanos, NANOS);
  }

  static int slot(long epochNanos) {
    return (int) (Math.floorMod(epochNanos, NANOS) / SLOT_NANOS);
  }

  long startNanos(int slot) {
    return number * NANOS + slot * SLOT_NANOS;
  }

  Slot slot(int series, int slot) {
    var row = rows.computeIfAbsent(series, _ -> new @Nullable Slot[SLOTS]);
    var found = row[slot];
    if (found == null) {
      found = new Slot();
      row[slot] = found;
    }
    return found;
  }

  /// The sum of slots from `first` to before `end`.
  RedCell sum(int series, int first, int end) {
    var sum = new RedCell();
    var row = rows.get(series);
    for (int i = first; row != null && i < end; i++) {
      var slot = row[i];
      if (slot != null) {
        slot.addTo(sum);
      }
    }
    return sum;
  }

  /// Everything up to this turn is on disk, as it was packed last.
  void close(long keptTurn) {
    for (var row : rows.values()) {
      for (var slot : row) {
        if (slot != null && slot.changed <= keptTurn) {
          slot.close();
        }
      }
    }
  }
}

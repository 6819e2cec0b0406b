package dev.bellwether.store.segments;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Numbers the parts that a batch repeats, from 0 on in the order in which they are first met, and
/// keeps the bytes of each once. Belongs to one thread.
///
/// A part is looked for in a few slots only: texts that were chosen to collide cost a second copy,
/// not time.
final class PartTable<T> {
  private static final int PROBES_MAX = 16;

  private final BiConsumer<ByteWriter, T> writing;
  private final ByteWriter content;
  private @Nullable Object[] parts;
  private int[] numbers;
  private int indexed;
  private int count;

  PartTable(int expectedParts, BiConsumer<ByteWriter, T> writing) {
    this.writing = writing;
    this.content = new ByteWriter(16 * expectedParts);
    var slots = Integer.highestOneBit(Math.max(8, expectedParts)) * 4;
    this.parts = new Object[slots];
    this.numbers = new int[slots];
  }

  int numberOf(T part) {
    var slot = slotOf(part);
    for (var probe = 0; probe < PROBES_MAX; probe++) {
      var at = (slot + probe) & (parts.length - 1);
      var known = parts[at];
      if (known == null) {
        var number = count++;
        index(at, part, number);
        writing.accept(content, part);
        return number;
      }
      if (known.equals(part)) {
        return numbers[at];
      }
    }
    writing.accept(content, part);
    return count++;
  }

  /// How many there are, then each.
  void writeTo(ByteWriter out) {
    out.writeUnsigned(count);
    out.writeAll(content);
  }

  int bytes() {
    return content.length();
  }

  private void index(int slot, T part, int number) {
    parts[slot] = part;
    numbers[slot] = number;
    indexed++;
    if (2 * indexed > parts.length) {
      grow();
    }
  }

  private void grow() {
    var oldParts = parts;
    var oldNumbers = numbers;
    parts = new Object[2 * oldParts.length];
    numbers = new int[parts.length];
    indexed = 0;
    for (var i = 0; i < oldParts.length; i++) {
      var part = oldParts[i];
      if (part != null) {
        reindex(part, oldNumbers[i]);
      }
    }
  }

  private void reindex(Object part, int number) {
    var slot = slotOf(part);
    for (var probe = 0; probe < PROBES_MAX; probe++) {
      var at = (slot + probe) & (parts.length - 1);
      if (parts[at] == null) {
        parts[at] = part;
        numbers[at] = number;
        indexed++;
        return;
      }
    }
  }

  private int slotOf(Object part) {
    var hash = part.hashCode() * 0x9e3779b9; // spreads hashes that differ in a few bits only
    return hash >>> (Integer.numberOfLeadingZeros(parts.length) + 1);
  }
}

package dev.bellwether.history;

import java.util.PriorityQueue;

/// What is still to happen, in the order of time. One thread.
final class Timeline {
  interface Step {
    void at(long nanos);
  }

  /// @param number decides between steps of the same nanosecond
  private record Entry(long nanos, long number, Step step) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(nanos, other.nanos);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long added;

  void add(long nanos, Step step) {
    added++;
    entries.add(new Entry(nanos, added, step));
  }

  /// Takes all steps up to and with this moment, those that they add, too.
  void advance(long nanos) {
    while (!entries.isEmpty() && entries.element().nanos() <= nanos) {
      var entry = entries.remove();
      entry.step().at(entry.nanos());
    }
  }
}

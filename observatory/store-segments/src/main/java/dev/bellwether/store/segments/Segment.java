package dev.bellwether.store.segments;

/// One file of the journal and what is derived from it. For many threads.
///
/// What answers for it changes while it lives: the heap while it is open, its tables when they have
/// been written, its journal file again where they are damaged.
final class Segment {
  private final long number;
  private volatile Part part;

  /// @param number as the journal numbers its files: a later one holds what arrived later
  Segment(long number, Part part) {
    this.number = number;
    this.part = part;
  }

  long number() {
    return number;
  }

  Part part() {
    return part;
  }

  void answerFrom(Part next) {
    part = next;
  }
}

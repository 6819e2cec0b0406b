package dev.bellwether.store.segments;

import dev.bellwether.store.Deadline;
import dev.bellwether.store.Effort;
import dev.bellwether.store.Page;
import java.time.Duration;

/// What a search has cost so far, and whether it may go on. Belongs to one search.
final class Search {
  /// Asking the clock costs as much as looking at a few rows.
  private static final int ROWS_A_LOOK = 256;

  private final Deadline deadline;
  private long parts;
  private long partsRead;
  private long rows;
  private long looks;
  private boolean complete = true;

  Search(Duration max) {
    this.deadline = new Deadline(max);
  }

  /// So many segments could hold an answer by time.
  void met(int candidates) {
    parts += candidates;
  }

  /// A part was read, and so many of its rows.
  void read(long more) {
    partsRead++;
    rows += more;
  }

  /// Asked before each row: whether there is time for it.
  boolean goOn() {
    return looks++ % ROWS_A_LOOK != 0 || !isOver();
  }

  boolean isOver() {
    complete = complete && !deadline.isOver();
    return !complete;
  }

  <T> Page<T> page(Top<?, T> found) {
    return new Page<>(
        found.items(), found.hasMore() || !complete, new Effort(parts, partsRead, rows, complete));
  }
}

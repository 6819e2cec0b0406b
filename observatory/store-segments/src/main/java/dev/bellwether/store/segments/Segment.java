package dev.bellwether.store.segments;

import dev.bellwether.store.segments.columns.TableException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One file of the journal and what is derived from it. For many threads.
///
/// What answers for it changes while it lives: the heap while it is open, its tables when they have
/// been written; its journal file where they are missing or damaged, until they are written anew.
final class Segment {
  private final long number;
  private final Rebuilding rebuilding;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile @Nullable Part part;
  private volatile @Nullable Contents lastKnown;

  /// @param number as the journal numbers its files: a later one holds what arrived later
  /// @param part absent where the journal file has to answer
  Segment(long number, Rebuilding rebuilding, @Nullable Part part) {
    this.number = number;
    this.rebuilding = rebuilding;
    this.part = part;
  }

  long number() {
    return number;
  }

  /// The heap's part, while the segment is not sealed.
  @Nullable HeapPart heap() {
    return part instanceof HeapPart heap ? heap : null;
  }

  boolean isSealed() {
    return part instanceof TablePart;
  }

  /// Whether there are no tables, and no heap either.
  boolean isInJournalOnly() {
    return part == null;
  }

  /// How much it holds; absent where its journal file would have to be read for that.
  @Nullable Contents contents() {
    var answering = part;
    return answering == null ? lastKnown : answering.contents();
  }

  /// What its tables take on the disk, zero while there are none.
  long tableBytes() {
    return part instanceof TablePart tables ? tables.bytes() : 0;
  }

  /// Asks whatever answers now. Tables that turn out to be damaged answer no more.
  <T> T ask(Function<Part, T> question) {
    while (true) {
      var asked = part;
      try {
        return question.apply(asked == null ? rebuilding.segment(number) : asked);
      } catch (TableException e) {
        if (asked instanceof TablePart table) {
          giveUp(table, e);
        }
      } catch (TablePart.Closed e) {
        // Another part has taken over.
      }
    }
  }

  void tell(Consumer<Part> question) {
    ask(answering -> {
      question.accept(answering);
      return true;
    });
  }

  /// From now on `next` answers; the tables of before are closed when nobody reads them any more.
  void answerFrom(@Nullable Part next) {
    changing.lock();
    try {
      lastKnown = contents();
      var before = part;
      part = next;
      if (before instanceof TablePart table) {
        table.close();
      }
    } finally {
      changing.unlock();
    }
  }

  private void giveUp(TablePart table, TableException cause) {
    changing.lock();
    try {
      if (part instanceof TablePart now && now.equals(table)) {
        rebuilding.damaged(number, cause);
        answerFrom(null);
      }
    } finally {
      changing.unlock();
    }
  }
}

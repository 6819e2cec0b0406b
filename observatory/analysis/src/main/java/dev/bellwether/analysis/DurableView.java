package dev.bellwether.analysis;

import dev.bellwether.store.SpanFollower;
import dev.bellwether.store.TraceReader;
import java.util.function.LongSupplier;

/// A view that can be written down and goes on after a restart where it stopped.
///
/// ```
/// loaded at position ─▶ store.follow(view, position) ─▶ caughtUp ─▶ settle … checkpoint, kept …
/// ```
public interface DurableView extends SpanFollower {
  /// What was stored before this position is in the view: where to follow the store from.
  long position();

  /// Everything that was stored before `position` has been told, even where that was nothing.
  void caughtUp(long position);

  /// Looks up in the store what is needed to make sense of spans that came late. To be called every
  /// second or so, by one thread at a time; cheap when nothing came late.
  ///
  /// @param endPosition of the store
  void settle(TraceReader store, LongSupplier endPosition);

  /// What to write so that a storage holds the view as it is now. One at a time: before the next,
  /// either this one was written and [#kept] was called, or it was not written.
  ///
  /// @param oldestNanos what started before may be forgotten, as the store has forgotten it
  Checkpoint checkpoint(long oldestNanos);

  /// The last checkpoint was written.
  void kept();
}

package dev.bellwether.store;

import dev.bellwether.model.Span;
import java.util.List;

/// A view that is kept up to date: the service map, for example.
@FunctionalInterface
public interface SpanFollower {
  /// Spans that were stored just now, without those that were stored before. Called in the order of
  /// storing, by one thread at a time, before the append that brought them returns: who has been
  /// told "stored" finds them in the view. Never called with an empty list.
  ///
  /// A follower may read the store but not append to it. One that throws is logged and called again
  /// with the next spans; those it threw on stay stored and are not sent to it again.
  ///
  /// @param position where it goes on: [Store#follow] from here tells what was stored after these
  void accept(List<Span> spans, long position);
}

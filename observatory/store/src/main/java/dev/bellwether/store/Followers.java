package dev.bellwether.store;

import static java.lang.System.Logger.Level.ERROR;

import dev.bellwether.model.Span;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Everybody who follows an engine. The engine sees to it that one thread at a time tells them.
public final class Followers {
  private static final System.Logger log = System.getLogger(Followers.class.getName());

  private final List<SpanFollower> followers = new CopyOnWriteArrayList<>();

  public void add(SpanFollower follower) {
    followers.add(follower);
  }

  /// Tells all of them, unless there is nothing to tell.
  public void tell(List<Span> stored, long position) {
    for (var follower : followers) {
      tell(follower, stored, position);
    }
  }

  /// Tells one, as when it catches up with what was stored before it came.
  public static void tell(SpanFollower follower, List<Span> stored, long position) {
    if (stored.isEmpty()) {
      return;
    }
    try {
      follower.accept(stored, position);
    } catch (RuntimeException e) {
      // The spans are stored: failing the append would make the sender send them again, and they
      // would be left out as duplicates. The view is what is broken.
      log.log(ERROR, "a follower failed on %d spans".formatted(stored.size()), e);
    }
  }
}

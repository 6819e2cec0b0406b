package dev.bellwether.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/// Repeats notifications as the recorder's relay does: after a failure every second and one at a
/// time, after each success twice as many, 64 at the most.
final class Relay {
  private static final int EVENTS_MAX = 64;
  private static final long TROUBLED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long NEXT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Timeline timeline;
  private final BiFunction<Undelivered, Long, Optional<Undelivered>> delivery;
  private final ArrayDeque<Undelivered> waiting = new ArrayDeque<>();
  private int eventsMax = EVENTS_MAX;
  private boolean awake;

  /// @param delivery tries once, at a time; says what is left to do
  Relay(Timeline timeline, BiFunction<Undelivered, Long, Optional<Undelivered>> delivery) {
    this.timeline = timeline;
    this.delivery = delivery;
  }

  void add(Undelivered event, long nanos) {
    waiting.add(event);
    if (!awake) {
      awake = true;
      timeline.add(nanos + TROUBLED_NANOS, this::deliver);
    }
  }

  private void deliver(long nanos) {
    List<Undelivered> due = due(nanos);
    boolean failed = false;
    for (var event : due) {
      var left = delivery.apply(event, nanos);
      left.ifPresent(waiting::add);
      failed |= left.isPresent();
    }
    eventsMax = failed ? 1 : Math.min(2 * eventsMax, EVENTS_MAX);
    awake = !waiting.isEmpty();
    if (awake) {
      boolean again = !failed && !due.isEmpty();
      timeline.add(nanos + (again ? NEXT_NANOS : TROUBLED_NANOS), this::deliver);
    }
  }

  private List<Undelivered> due(long nanos) {
    var due = new ArrayList<Undelivered>();
    for (var events = waiting.iterator(); events.hasNext() && due.size() < eventsMax; ) {
      var event = events.next();
      if (event.dueNanos() <= nanos) {
        due.add(event);
        events.remove();
      }
    }
    return due;
  }
}

package dev.bellwether.lab;

import dev.bellwether.http.EventSink;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The pages that are open, and what is sent to them: one stream of events for each, because a
/// browser allows no more than six connections. Many threads may send.
final class Listeners {
  /// Of at most 8 KiB each: half a megabyte for a page that does not keep up.
  private static final int QUEUED_MAX = 64;

  /// How long a sender waits for a page that does not keep up, before that page is dropped: it
  /// comes back and asks for what it missed.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// After so long the stream's thread looks whether anybody still listens.
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

  /// @param data one line of JSON
  record Event(String name, String data) {}

  Response answer(Request request) {
    return Response.events(this::run);
  }

  /// Returns when every page has taken the event or is gone: whoever produces faster than they read
  /// is slowed down.
  void send(String name, String data) {
    var event = new Event(name, data);
    listeners.removeIf(listener -> !listener.take(event));
  }

  private void run(EventSink sink) {
    var listener = new Listener(new LinkedBlockingQueue<>(QUEUED_MAX));
    listeners.add(listener);
    try {
      sink.send("hello", "{}");
      while (sink.open() && listeners.contains(listener)) {
        var event = listener.next();
        if (event != null) {
          sink.send(event.name(), event.data());
        }
      }
    } finally {
      listeners.remove(listener);
      listener.queue().clear();
    }
  }

  /// One page. Each is itself only: two of them with equal queues are not the same.
  private static final class Listener {
    private final BlockingQueue<Event> queue;

    Listener(BlockingQueue<Event> queue) {
      this.queue = queue;
    }

    BlockingQueue<Event> queue() {
      return queue;
    }

    boolean take(Event event) {
      try {
        return queue.offer(event, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts a sender", e);
      }
    }

    @Nullable Event next() {
      try {
        return queue.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts an event stream", e);
      }
    }
  }
}

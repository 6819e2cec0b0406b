package dev.bellwether.http;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which connections have requests in work, to close those that have had none for too long, and
/// which are about to be closed. Vert.x has an idle timeout, but an HTTP/2 connection that only
/// sends PING frames is never idle to it. Many threads may use it.
final class Connections {
  private final Duration idle;
  private final Map<HttpConnection, Activity> activities = new ConcurrentHashMap<>();
  private final Set<HttpConnection> closing = ConcurrentHashMap.newKeySet();

  Connections(Duration idle) {
    this.idle = idle;
  }

  void opened(HttpConnection connection) {
    activities.put(connection, new Activity(0, System.nanoTime()));
    connection.closeHandler(_ -> {
      activities.remove(connection);
      closing.remove(connection);
    });
  }

  /// The connection is closed soon, and what still comes from it is not run: it may be the tail of
  /// a body that was refused.
  void closeSoon(HttpConnection connection) {
    closing.add(connection);
  }

  boolean isClosing(HttpConnection connection) {
    return closing.contains(connection);
  }

  void began(HttpConnection connection) {
    change(connection, 1);
  }

  void ended(HttpConnection connection) {
    change(connection, -1);
  }

  /// Closes what has been without a request for longer than allowed.
  void reap() {
    long now = System.nanoTime();
    activities.forEach((connection, activity) -> {
      if (activity.requests == 0 && now - activity.sinceNanos > idle.toNanos()) {
        connection.close();
      }
    });
  }

  private void change(HttpConnection connection, int by) {
    activities.computeIfPresent(
        connection, (_, activity) -> new Activity(activity.requests + by, System.nanoTime()));
  }

  /// @param sinceNanos of [System#nanoTime] when a request last began or ended
  private record Activity(int requests, long sinceNanos) {}
}

package dev.bellwether.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What is known of every part at this moment. Any thread may read, change and wait.
final class Board {
  enum State {
    WAITING,
    STARTING,
    READY,
    STOPPED,
    /// Ended although nobody asked it to.
    DIED
  }

  /// @param detail a few words on what is going on: `unpacking PostgreSQL, 40 %`
  /// @param pid 0 while there is no process
  /// @param since when it began to start
  /// @param startTook from then until it was healthy; zero before
  record Row(
      String name,
      State state,
      String detail,
      int port,
      long pid,
      Instant since,
      Duration startTook) {
    Row with(State newState, String newDetail) {
      return new Row(name, newState, newDetail, port, pid, since, startTook);
    }

    Row withPid(long newPid) {
      return new Row(name, state, detail, port, newPid, since, startTook);
    }

    Row startedAt(Instant now) {
      return new Row(name, State.STARTING, "", port, pid, now, Duration.ZERO);
    }

    Row readyAt(Instant now) {
      return new Row(name, State.READY, "", port, pid, since, Duration.between(since, now));
    }
  }

  /// Hears of every change, in order, while nothing else can change: it has to be quick.
  interface Listener {
    void changed(Row before, Row after, List<Row> all);
  }

  private final Object lock = new Object();
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final List<Listener> listeners;

  Board(List<Part> parts, List<Listener> listeners) {
    for (var part : parts) {
      var row =
          new Row(part.name(), State.WAITING, "", part.port(), 0, Instant.now(), Duration.ZERO);
      rows.put(part.name(), row);
    }
    this.listeners = List.copyOf(listeners);
  }

  void change(String name, UnaryOperator<Row> change) {
    synchronized (lock) {
      var before = row(name);
      var after = change.apply(before);
      if (!after.equals(before)) {
        rows.put(name, after);
        var all = rows();
        listeners.forEach(listener -> listener.changed(before, after, all));
        lock.notifyAll();
      }
    }
  }

  Row row(String name) {
    synchronized (lock) {
      var row = rows.get(name);
      if (row == null) {
        throw new IllegalArgumentException("there is no part named " + name);
      }
      return row;
    }
  }

  List<Row> rows() {
    synchronized (lock) {
      return List.copyOf(rows.values());
    }
  }

  /// Returns true when all of these are ready, false as soon as one of them cannot be any more.
  boolean awaitReady(List<String> names) throws InterruptedException {
    synchronized (lock) {
      while (true) {
        var states = names.stream().map(name -> row(name).state()).toList();
        if (states.contains(State.DIED) || states.contains(State.STOPPED)) {
          return false;
        }
        if (states.stream().allMatch(state -> state == State.READY)) {
          return true;
        }
        lock.wait();
      }
    }
  }
}

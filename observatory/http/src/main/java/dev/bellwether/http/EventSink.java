package dev.bellwether.http;

/// Where an [EventStream] puts its events. The listener sends a comment when nothing else was sent
/// for a while, so that neither side takes the silence for a broken connection.
public interface EventSink {
  /// Sends one event and returns when the connection has taken it: a slow caller slows the producer
  /// down and is dropped when it takes longer than the listener's write deadline.
  ///
  /// @param event the event's type, one line; empty for the default, `message`
  /// @param data any number of lines
  /// @throws InterruptedException when the caller went away
  void send(String event, String data) throws InterruptedException;
}

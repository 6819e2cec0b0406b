package dev.bellwether.http;

import java.time.Duration;

/// Where an [EventStream] puts its events. The listener sends a comment when nothing else was sent
/// for a while, so that neither side takes the silence for a broken connection.
///
/// The stream's thread is not interrupted when the caller goes away: an interrupt would close any
/// file that the thread reads at that moment, for everyone. So wait with [#pause], or look at
/// [#open] once in a while.
public interface EventSink {
  /// Sends one event and returns when the connection has taken it: a slow caller slows the producer
  /// down and is dropped when it takes longer than the listener's write deadline.
  ///
  /// @param event the event's type, one line; empty for the default, `message`
  /// @param data any number of lines
  /// @throws Gone when nobody listens any more
  void send(String event, String data);

  /// Waits until the time is over.
  ///
  /// @throws Gone as soon as nobody listens any more
  void pause(Duration time);

  /// Someone still listens.
  boolean open();

  /// The caller went away, or the listener closes.
  final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1;

    Gone() {
      super("nobody listens any more", null, false, false);
    }
  }
}

package dev.bellwether.http;

/// Produces Server-Sent Events on the request's virtual thread. Returning ends the stream.
///
/// The thread is interrupted when the caller went away or the listener closes; an implementation
/// that waits only needs to let [InterruptedException] through.
@FunctionalInterface
public interface EventStream {
  void run(EventSink sink) throws InterruptedException;
}

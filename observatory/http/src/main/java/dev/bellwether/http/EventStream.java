package dev.bellwether.http;

/// Produces Server-Sent Events on the request's virtual thread. Returning ends the stream.
@FunctionalInterface
public interface EventStream {
  /// Sends events until there are no more.
  ///
  /// @throws EventSink.Gone from the sink, let through, when nobody listens any more
  void run(EventSink sink);
}

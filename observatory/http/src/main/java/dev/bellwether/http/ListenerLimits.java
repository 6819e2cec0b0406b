package dev.bellwether.http;

import java.time.Duration;

/// How much of our memory and time a caller gets.
///
/// @param bodyBytesMax of one request, as sent
/// @param bodiesBytesMax of all requests together that are arriving or in work
/// @param requestsMax arriving or in work at once; more are answered 503
/// @param connectionsMax per address; more are closed at once
/// @param streamsMax requests at once on one HTTP/2 connection
/// @param headerBytesMax of all headers of a request
/// @param headersMax how many headers a request may have
/// @param urlBytesMax of the first line
/// @param headerDeadline from connecting to the end of the first request's headers
/// @param bodyDeadline from the headers to the end of the body, however busily it drips
/// @param idle how long a connection without a request in work may stay. It also cuts a request
///   that is in work for so long without a byte in either direction: it must be longer than the
///   slowest answer
/// @param write how long a reader of an event stream may take for one event
/// @param heartbeat after so long without an event, one is made up
/// @param drain how long requests in work may take to end when the listener closes
public record ListenerLimits(
    int bodyBytesMax,
    long bodiesBytesMax,
    int requestsMax,
    int connectionsMax,
    int streamsMax,
    int headerBytesMax,
    int headersMax,
    int urlBytesMax,
    Duration headerDeadline,
    Duration bodyDeadline,
    Duration idle,
    Duration write,
    Duration heartbeat,
    Duration drain) {
  /// Four of the largest bodies fit into memory at once; the idle time is longer than the minute
  /// between two exports of metrics; the rest is what Netty and its peers found enough for years.
  public static final ListenerLimits DEFAULT =
      new ListenerLimits(
          20 << 20,
          80 << 20,
          1024,
          512,
          100,
          16 << 10,
          100,
          8 << 10,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(75),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));

  public ListenerLimits {
    if (heartbeat.compareTo(idle) >= 0) {
      throw new IllegalArgumentException(
          "heartbeat: %s (expected: shorter than idle, %s)".formatted(heartbeat, idle));
    }
  }

  public ListenerLimits withBodyBytesMax(int bytesMax) {
    return new ListenerLimits(
        bytesMax,
        Math.max(bodiesBytesMax, bytesMax),
        requestsMax,
        connectionsMax,
        streamsMax,
        headerBytesMax,
        headersMax,
        urlBytesMax,
        headerDeadline,
        bodyDeadline,
        idle,
        write,
        heartbeat,
        drain);
  }
}

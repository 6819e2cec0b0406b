package dev.bellwether.history;

/// The attributes that the agents give to spans of HTTP.
final class Http {
  static final String JDK_CLIENT = "io.opentelemetry.java-http-client";
  static final String BETWEEN_SERVICES = "Java-http-client/25.0.3";
  private static final String HERE = "127.0.0.1";

  private Http() {}

  /// A client's span.
  ///
  /// @param target path and query
  static void client(SpanWriter span, String method, int port, String target, int status) {
    request(span, method, port);
    span.text("url.full", "http://" + HERE + ":" + port + target);
    status(span, status);
    if (status >= 400) {
      failed(span, status);
    }
  }

  /// A client's span without an answer.
  static void clientWithoutAnswer(SpanWriter span, int port, String target, long atNanos) {
    var type = "java.io.IOException";
    var message = "HTTP/1.1 header parser received no bytes";
    request(span, "POST", port);
    span.text("url.full", "http://" + HERE + ":" + port + target);
    span.text("error.type", type);
    span.failed("");
    span.exception(
        atNanos,
        type,
        message,
        type + ": " + message + "\n\tat java.net.http/jdk.internal.net.http.HttpClientImpl.send\n");
  }

  /// A server's span.
  static void server(SpanWriter span, Served served, int status) {
    span.text("client.address", served.client());
    request(span, served.method(), served.port());
    span.text("http.route", served.route());
    span.text("network.peer.address", HERE);
    span.whole("network.peer.port", served.peerPort());
    span.text("url.path", served.path());
    if (served.hasQuery()) {
      span.text("url.query", served.query());
    }
    span.text("url.scheme", "http");
    span.text("user_agent.original", served.userAgent());
    status(span, status);
    if (status >= 500) {
      failed(span, status);
    }
  }

  /// A request as its server sees it.
  ///
  /// @param path as it came, which the route need not be
  record Served(
      String method,
      int port,
      String route,
      String path,
      boolean hasQuery,
      String query,
      int peerPort,
      String client,
      String userAgent) {

    /// From one service to another.
    static Served inside(
        String method, int port, String route, String path, String query, int peer) {
      return new Served(method, port, route, path, true, query, peer, HERE, BETWEEN_SERVICES);
    }
  }

  private static void request(SpanWriter span, String method, int port) {
    span.text("http.request.method", method);
    span.text("server.address", HERE);
    span.whole("server.port", port);
  }

  private static void status(SpanWriter span, int status) {
    span.whole("http.response.status_code", status);
    span.text("network.protocol.version", "1.1");
  }

  private static void failed(SpanWriter span, int status) {
    span.text("error.type", Integer.toString(status));
    span.failed("");
  }
}

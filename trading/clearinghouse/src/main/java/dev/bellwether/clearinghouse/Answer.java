package dev.bellwether.clearinghouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import tools.jackson.core.io.JsonStringEncoder;

/// An HTTP answer that fits in memory.
record Answer(int status, String contentType, String body) {

  static Answer json(String body) {
    return new Answer(200, "application/json", body);
  }

  static Answer text(String body) {
    return new Answer(200, "text/plain; charset=utf-8", body);
  }

  /// A refusal as a problem document, RFC 9457.
  static Answer problem(int status, String title, String detail) {
    var body =
        """
        {"type":"about:blank","title":"%s","status":%d,"detail":"%s"}\
        """
            .formatted(
                title,
                status,
                new String(JsonStringEncoder.getInstance().quoteAsCharArray(detail)));
    return new Answer(status, "application/problem+json", body);
  }

  void send(HttpExchange exchange) throws IOException {
    var bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", contentType);
    if (status == 503) {
      exchange.getResponseHeaders().set("Retry-After", "1");
    }
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}

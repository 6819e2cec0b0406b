package dev.bellwether.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Pattern;

/// Puts a [Response] on the wire.
final class AnswerWriter {
  /// Below this, gzip saves less than a packet.
  private static final int GZIP_BYTES_MIN = 1024;

  private static final Pattern COMPRESSIBLE =
      Pattern.compile("text/.*|application/(json|problem\\+json|javascript).*|image/svg\\+xml.*");

  /// What browsers need to be told with every answer; there is nothing here to embed, to sniff or
  /// to share with another origin.
  private static final Map<String, String> SECURITY_HEADERS =
      Map.of(
          "x-content-type-options", "nosniff",
          "referrer-policy", "no-referrer",
          "cross-origin-opener-policy", "same-origin",
          "cross-origin-resource-policy", "same-origin",
          "permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

  private AnswerWriter() {}

  /// The answer as the caller takes it: compressed where that pays. Runs on the virtual thread,
  /// because compressing takes time.
  static Response prepared(Request request, Response response) {
    boolean pays =
        response.body().length > GZIP_BYTES_MIN
            && !response.headers().containsKey("content-encoding")
            && COMPRESSIBLE.matcher(response.headers().getOrDefault("content-type", "")).matches();
    if (!pays) {
      return response;
    }
    var varied = response.withHeader("vary", "accept-encoding");
    if (!request.header("accept-encoding").orElse("").contains("gzip")) {
      return varied;
    }
    return varied.withHeader("content-encoding", "gzip").withBody(Gzip.deflated(response.body()));
  }

  /// Sends a whole answer. On the event loop.
  static void write(HttpServerRequest request, Response response, ListenerOptions options) {
    var out = request.response();
    writeHead(out, response, options);
    if (!response.trailers().isEmpty()) {
      out.setChunked(request.version() != HttpVersion.HTTP_2);
      response.trailers().forEach(out::putTrailer);
    } else if (response.status() != 204 && response.status() != 304) {
      out.putHeader("content-length", Integer.toString(response.body().length));
    }
    if (response.body().length == 0 || request.method().name().equals("HEAD")) {
      out.end();
    } else {
      out.end(Buffer.buffer(response.body()));
    }
  }

  /// Sets status and headers. On the event loop.
  static void writeHead(HttpServerResponse out, Response response, ListenerOptions options) {
    out.setStatusCode(response.status());
    out.putHeader(
        "date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    out.putHeader("content-security-policy", options.contentSecurityPolicy());
    SECURITY_HEADERS.forEach(out::putHeader);
    if (!response.headers().containsKey("cache-control")) {
      out.putHeader("cache-control", "no-store");
    }
    response.headers().forEach(out::putHeader);
  }
}

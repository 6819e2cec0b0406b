package dev.bellwether.http;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// An answer, whole. The listener adds `content-length`, `date` and the security headers.
///
/// @param headers names in lower case
/// @param trailers sent after the body, on HTTP/2 only: gRPC puts its status there
/// @param body must not be changed after it was handed over
public record Response(
    int status, Map<String, String> headers, byte[] body, Map<String, String> trailers) {
  public Response {
    headers = Map.copyOf(headers);
    trailers = Map.copyOf(trailers);
  }

  public static Response of(int status, String contentType, byte[] body) {
    return new Response(status, Map.of("content-type", contentType), body, Map.of());
  }

  public static Response text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  public static Response empty(int status) {
    return new Response(status, Map.of(), new byte[0], Map.of());
  }

  public Response withHeader(String lowerCaseName, String value) {
    var more = new HashMap<>(headers);
    more.put(lowerCaseName, value);
    return new Response(status, more, body, trailers);
  }
}

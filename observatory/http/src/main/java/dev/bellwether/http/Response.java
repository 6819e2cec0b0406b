package dev.bellwether.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer: whole, or a stream of events. The listener adds `content-length`, `date`, the
/// security headers and, where the caller takes it and it pays, gzip.
///
/// @param headers names in lower case
/// @param trailers sent after the body: gRPC puts its status there
/// @param body must not be changed after it was handed over
/// @param events what to send instead of a body; absent for whole answers
@SuppressWarnings("ArrayRecordComponent") // requests and responses are never compared
public record Response(
    int status,
    Map<String, String> headers,
    byte[] body,
    Map<String, String> trailers,
    @Nullable EventStream events) {
  private static final byte[] NO_BODY = {};

  public Response {
    headers = Map.copyOf(headers);
    trailers = Map.copyOf(trailers);
  }

  public Response(
      int status, Map<String, String> headers, byte[] body, Map<String, String> trailers) {
    this(status, headers, body, trailers, null);
  }

  public static Response of(int status, String contentType, byte[] body) {
    return new Response(status, Map.of("content-type", contentType), body, Map.of());
  }

  public static Response text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  public static Response json(int status, byte[] document) {
    return of(status, "application/json", document);
  }

  public static Response empty(int status) {
    return new Response(status, Map.of(), NO_BODY, Map.of());
  }

  /// Server-Sent Events for as long as `stream` runs and the caller listens.
  public static Response events(EventStream stream) {
    var headers = Map.of("content-type", "text/event-stream", "cache-control", "no-store");
    return new Response(200, headers, NO_BODY, Map.of(), stream);
  }

  public Response withHeader(String lowerCaseName, String value) {
    var more = new HashMap<>(headers);
    more.put(lowerCaseName, value);
    return new Response(status, more, body, trailers, events);
  }

  Response withBody(byte[] other) {
    return new Response(status, headers, other, trailers, events);
  }

  /// Adds an ETag of the body, or answers 304 without it when the caller has this body already. The
  /// tag is weak because the listener may compress the body.
  public Response withEtag(Request request) {
    var tag = "W/\"" + digest(body) + '"';
    var tagged = withHeader("etag", tag);
    if (!headers.containsKey("cache-control")) {
      tagged = tagged.withHeader("cache-control", "no-cache");
    }
    boolean known =
        request
            .header("if-none-match")
            .filter(tags -> tags.equals("*") || tags.contains(tag.substring(2)))
            .isPresent();
    return known ? new Response(304, tagged.headers, NO_BODY, Map.of()) : tagged;
  }

  private static String digest(byte[] bytes) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(Arrays.copyOf(hash, 12));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

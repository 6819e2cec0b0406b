package dev.bellwether.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request that has arrived whole.
///
/// @param path as sent, percent-encoded and without the query, always beginning with `/`
/// @param query decoded parameters in the order they were sent
/// @param headers names in lower case; one that was sent more than once is joined with commas
/// @param body as sent, still compressed where `content-encoding` says so; must not be changed
/// @param segments what [Routes] found in the places of `{name}`, decoded
@SuppressWarnings("ArrayRecordComponent") // requests and responses are never compared
public record Request(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body,
    Map<String, String> segments) {
  public Request {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
    segments = Map.copyOf(segments);
  }

  public Request(
      String method,
      String path,
      Map<String, List<String>> query,
      Map<String, String> headers,
      byte[] body) {
    this(method, path, query, headers, body, Map.of());
  }

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /// The parameter's first value, or nothing where it is missing.
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).map(List::getFirst);
  }

  /// What stands in the path in the place of `{name}`.
  ///
  /// @throws IllegalStateException when the route has no such place
  public String segment(String name) {
    var segment = segments.get(name);
    if (segment == null) {
      throw new IllegalStateException("route of %s: no {%s}".formatted(path, name));
    }
    return segment;
  }

  /// The media type of the body in lower case, without parameters; empty where it is missing.
  public String mediaType() {
    var type = headers.getOrDefault("content-type", "");
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }

  /// The body without its compression.
  ///
  /// @throws Problem 413 when it is longer than `bytesMax`, found out without inflating more than
  ///   that; 415 for an encoding other than gzip; 400 for a broken stream
  public byte[] inflated(int bytesMax) {
    return switch (headers.getOrDefault("content-encoding", "identity").strip()) {
      case "identity" -> {
        if (body.length > bytesMax) {
          throw Problem.tooLarge("body", bytesMax);
        }
        yield body;
      }
      case "gzip" -> Gzip.inflated(body, bytesMax);
      case String other ->
          throw Problem.of(
              415,
              "content-encoding: %s (expected: gzip or identity)".formatted(other),
              Map.of("accept-encoding", "gzip"));
    };
  }

  Request withBody(byte[] whole) {
    return new Request(method, path, query, headers, whole, segments);
  }

  Request withQuery(Map<String, List<String>> parameters) {
    return new Request(method, path, parameters, headers, body, segments);
  }

  Request withSegments(Map<String, String> found) {
    return new Request(method, path, query, headers, body, found);
  }
}

package dev.bellwether.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request that has arrived whole.
///
/// @param path decoded, without the query, always beginning with `/`
/// @param query decoded parameters in the order they were sent
/// @param headers names in lower case
/// @param body as sent, still compressed where `content-encoding` says so; must not be changed
public record Request(
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    byte[] body) {
  public Request {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /// The parameter's first value, or nothing where it is missing.
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).map(List::getFirst);
  }
}

package dev.bellwether.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Sends a request to the handler of its path and method.
///
/// A path is exact, or has `{name}` in the place of whole segments: `/api/traces/{traceId}`. An
/// unknown path is 404, an unknown method of a known path 405 with `Allow`, and HEAD is GET without
/// the body. Built once, then read by many threads.
public final class Routes implements Handler {
  private final List<Route> routes;

  private Routes(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  public static Routes none() {
    return new Routes(List.of());
  }

  public Routes get(String path, Handler handler) {
    return with("GET", path, handler);
  }

  public Routes post(String path, Handler handler) {
    return with("POST", path, handler);
  }

  public Routes with(String method, String path, Handler handler) {
    var more = new ArrayList<>(routes);
    more.add(new Route(method, List.of(path.split("/", -1)), handler));
    return new Routes(more);
  }

  @Override
  public Response handle(Request request) {
    var parts = List.of(request.path().split("/", -1));
    var method = request.method().equals("HEAD") ? "GET" : request.method();
    var allowed = new TreeSet<String>();
    for (var route : routes) {
      var segments = route.match(parts);
      if (segments.isPresent() && route.method.equals(method)) {
        return route.handler.handle(request.withSegments(decoded(segments.get())));
      }
      segments.ifPresent(_ -> allowed.add(route.method));
    }
    if (allowed.isEmpty()) {
      throw Problem.notFound("nothing is at " + request.path());
    }
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    throw notAllowed(request, String.join(", ", allowed));
  }

  /// 405, with the methods that would have worked.
  public static Problem notAllowed(Request request, String allow) {
    return Problem.of(
        405,
        "%s %s (expected: %s)".formatted(request.method(), request.path(), allow),
        Map.of("allow", allow));
  }

  private static Map<String, String> decoded(Map<String, String> segments) {
    var decoded = new HashMap<String, String>();
    segments.forEach((name, text) -> decoded.put(name, decoded(text)));
    return decoded;
  }

  /// Unlike in a query, a plus sign in a path is a plus sign.
  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("path: '%s' (expected: %%XX in pairs of hex)".formatted(segment));
    }
  }

  private record Route(String method, List<String> parts, Handler handler) {
    /// What stands in the places of `{name}`, still encoded, or nothing when the path is another.
    Optional<Map<String, String>> match(List<String> others) {
      if (others.size() != parts.size()) {
        return Optional.empty();
      }
      var segments = new LinkedHashMap<String, String>();
      for (int i = 0; i < parts.size(); i++) {
        var part = parts.get(i);
        var other = others.get(i);
        if (part.startsWith("{")) {
          if (other.isEmpty()) {
            return Optional.empty();
          }
          segments.put(part.substring(1, part.length() - 1), other);
        } else if (!part.equals(other)) {
          return Optional.empty();
        }
      }
      return Optional.of(segments);
    }
  }
}

package dev.bellwether.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads what comes before the body.
final class Heads {
  private static final byte[] NO_BODY = {};

  private Heads() {}

  /// The request without its query and body. Never fails, so that every refusal can name it.
  static Request head(HttpServerRequest request) {
    var headers = new HashMap<String, String>();
    request
        .headers()
        .forEach((name, value) -> {
          if (!name.startsWith(":")) {
            headers.merge(
                name.toLowerCase(Locale.ROOT), value, (first, next) -> first + ", " + next);
          }
        });
    var path = request.path() == null ? "" : request.path();
    return new Request(request.method().name(), path, Map.of(), headers, NO_BODY);
  }

  /// The one authority that the request names; several that differ are joined, which no host name
  /// is, and so is none at all.
  static String host(HttpServerRequest request, Request head) {
    var header = head.header("host").orElse("");
    var authority = request.authority(true);
    if (authority == null) {
      return header;
    }
    var pseudo =
        authority.port() < 0 ? authority.host() : authority.host() + ":" + authority.port();
    return header.isEmpty() || header.equals(pseudo) ? pseudo : header + ", " + pseudo;
  }

  /// The parameters of a query string, which is null when there is none.
  static Map<String, List<String>> query(HttpServerRequest request) {
    var parameters = new LinkedHashMap<String, List<String>>();
    var query = request.query();
    if (query == null) {
      return parameters;
    }
    for (var pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      var value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("query: '%s' (expected: %%XX in pairs of hex)".formatted(text));
    }
  }
}

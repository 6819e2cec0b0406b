package dev.bellwether.api;

import dev.bellwether.http.Handler;
import dev.bellwether.http.Problem;
import dev.bellwether.http.Response;
import dev.bellwether.http.Routes;
import dev.bellwether.store.StoreException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Puts the resources behind their paths: reads the arguments, writes the JSON, and says in the
/// words of RFC 9457 what could not be answered. Many threads may call it.
public final class Api {
  private final JsonMapper json = JsonMapper.builder().build();
  private final InstantSource clock;

  private Api(InstantSource clock) {
    this.clock = clock;
  }

  /// Adds every path of the API to `routes`.
  public static Routes addTo(Routes routes, ApiParts parts) {
    return new Api(parts.clock()).add(routes, parts);
  }

  private Routes add(Routes routes, ApiParts parts) {
    var store = parts.store();
    var positions = parts.mapPositions();
    List<Resource> resources =
        List.of(
            new HealthResource(parts.version(), store, parts.receivers(), clock),
            new ServiceMapResource(parts.serviceMap(), positions),
            new TidyResource(parts.serviceMap(), positions),
            new TracesResource(store.traces()),
            new TraceResource(store.traces(), store.logs()),
            new LogsResource(store.logs()));
    var all = routes;
    for (Resource resource : resources) {
      var endpoint = resource.endpoint();
      all = all.with(endpoint.method(), endpoint.path(), handler(resource));
    }
    byte[] document =
        json.writeValueAsBytes(
            OpenApi.document(parts.version(), resources.stream().map(Resource::endpoint).toList()));
    return all.get("/api/openapi.json", request -> Response.json(200, document).withEtag(request));
  }

  private Handler handler(Resource resource) {
    var known = resource.endpoint().queryNames();
    return request -> {
      var arguments = Arguments.of(request, known, clock);
      var answer = Response.json(200, json.writeValueAsBytes(answer(resource, arguments)));
      return request.method().equals("GET") ? answer.withEtag(request) : answer;
    };
  }

  private static Object answer(Resource resource, Arguments arguments) {
    try {
      return resource.answer(arguments);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      throw Problem.of(
          503,
          String.valueOf(e.getMessage()),
          Map.of("retry-after", Long.toString(Math.max(1, e.retryAfter().toSeconds()))));
    }
  }
}

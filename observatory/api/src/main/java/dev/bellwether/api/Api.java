package dev.bellwether.api;

import dev.bellwether.http.Handler;
import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import dev.bellwether.http.Routes;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.query.QuerySyntaxException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
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
    var explanations = new NodeExplanations(store.traces(), clock);
    List<Resource> resources =
        List.of(
            new HealthResource(parts.version(), store, parts.receivers(), clock),
            new ServiceMapResource(parts.serviceMap(), positions, explanations),
            new TidyResource(parts.serviceMap(), positions, explanations),
            new EdgeResource(store.traces(), clock),
            new GapsResource(store, parts.serviceMap(), parts.receivers(), clock),
            new ServicesResource(parts.red(), parts.serviceMap(), explanations, store, clock),
            new ServiceResource(parts.red(), parts.serviceMap(), explanations, store, clock),
            new ServiceInstancesResource(parts.red(), parts.serviceMap(), store, clock),
            new TracesResource(store.traces()),
            new TraceResource(store.traces(), store.logs()),
            new TraceLinksResource(store.traces()),
            new LogsResource(store.logs()),
            new MetricsResource(store.metrics()),
            new MetricResource(store.metrics()),
            new LogPatternsResource(store),
            new ExplainResource(store.traces(), clock),
            new AttributeKeysResource(store.traces(), store.logs()),
            new CoverageResource(store.traces(), store.logs()),
            new TimelineResource(store.traces(), store.logs()));
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
      try {
        var answer = Response.json(200, json.writeValueAsBytes(answer(resource, arguments)));
        return request.method().equals("GET") ? answer.withEtag(request) : answer;
      } catch (QuerySyntaxException e) {
        return refusal(request, e);
      }
    };
  }

  private static Object answer(Resource resource, Arguments arguments) {
    try {
      return resource.answer(arguments);
    } catch (QuerySyntaxException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage()));
    } catch (StoreException e) {
      throw Problem.of(
          503,
          String.valueOf(e.getMessage()),
          Map.of("retry-after", Long.toString(Math.max(1, e.retryAfter().toSeconds()))));
    }
  }

  /// A problem document with one member more, as RFC 9457 allows: where in the query it went wrong.
  private Response refusal(Request request, QuerySyntaxException e) {
    var document = new LinkedHashMap<String, Object>();
    document.put("type", "about:blank");
    document.put("title", "Bad Request");
    document.put("status", 400);
    document.put("detail", "q: " + e.getMessage());
    document.put("instance", request.path());
    document.put("position", e.position());
    return Response.of(400, "application/problem+json", json.writeValueAsBytes(document));
  }
}

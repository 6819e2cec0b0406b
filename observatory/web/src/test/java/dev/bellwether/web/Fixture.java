package dev.bellwether.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bellwether.api.TraceLinksJson;
import dev.bellwether.http.Handler;
import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/// The pages in front of a scene: everything but the telemetry is the real thing. `main` serves one
/// for a person to look at; with `src/main/resources` in front of the class path, an edited module
/// is there after a reload.
final class Fixture implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private volatile Handler api;
  private volatile WebPages pages = new WebPages();

  private Fixture(Handler api, int port) {
    this.api = api;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("fixture", e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::exchange);
    server.start();
  }

  static Fixture of(Scene scene) {
    return new Fixture(request -> answer(scene, request), 0);
  }

  /// The API is the real thing, too.
  static Fixture of(Handler api) {
    return new Fixture(api, 0);
  }

  String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  void show(Scene next) {
    api = request -> answer(next, request);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void exchange(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = requestOf(exchange);
      var response = answer(request);
      exchange.getResponseHeaders().set("x-content-type-options", "nosniff");
      response.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(
          response.status(), response.body().length == 0 ? -1 : response.body().length);
      exchange.getResponseBody().write(response.body());
    }
  }

  private Response answer(Request request) {
    try {
      return request.path().startsWith("/api/") ? api.handle(request) : page(request);
    } catch (Problem problem) {
      var body =
          Map.of(
              "status",
              problem.status(),
              "detail",
              String.valueOf(problem.getMessage()),
              "position",
              Scene.positionIn(String.valueOf(problem.getMessage())));
      return Response.of(
          problem.status(), "application/problem+json", JSON.writeValueAsBytes(body));
    }
  }

  private Response page(Request request) {
    if (Boolean.getBoolean("bellwether.reload") && !request.path().startsWith("/assets/")) {
      pages = new WebPages();
    }
    return pages.handle(request);
  }

  private static Response answer(Scene scene, Request request) {
    var path = request.path();
    var json =
        JSON.writeValueAsBytes(
            switch (path) {
              case "/api/service-map", "/api/service-map/tidy" -> scene.serviceMap();
              case "/api/service-map/edges" ->
                  scene.edge(
                      request.parameter("source").orElse(""),
                      request.parameter("target").orElse(""));
              case "/api/service-map/gaps" -> scene.gaps();
              case "/api/health" -> scene.health();
              case "/api/traces" -> scene.traces(request.parameter("q").orElse(""));
              case "/api/logs" -> scene.logs(request.parameter("q").orElse(""));
              case "/api/attributes" -> scene.attributes(request.parameter("signal").orElse(""));
              case "/api/timeline" -> scene.timeline(request.parameter("signal").orElse("traces"));
              case String links when links.endsWith("/links") ->
                  new TraceLinksJson(List.of(), 0, false, true);
              default -> scene.trace(path.substring("/api/traces/".length()));
            });
    return Response.of(200, "application/json", json).withEtag(request);
  }

  private static Request requestOf(HttpExchange exchange) throws IOException {
    var headers = new HashMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach((name, all) -> headers.put(name.toLowerCase(Locale.ROOT), all.get(0)));
    var query = new HashMap<String, List<String>>();
    var raw = exchange.getRequestURI().getRawQuery();
    for (var pair : raw == null ? new String[0] : raw.split("&")) {
      var parts = pair.split("=", 2);
      query
          .computeIfAbsent(URLDecoder.decode(parts[0], UTF_8), _ -> new ArrayList<>())
          .add(URLDecoder.decode(parts.length > 1 ? parts[1] : "", UTF_8));
    }
    return new Request(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        query,
        headers,
        exchange.getRequestBody().readAllBytes());
  }

  /// `Fixture [live|torn|trading|empty|failing|crowd|deep|hostile] [port]`
  static void main(String[] arguments) throws InterruptedException {
    var name = arguments.length > 0 ? arguments[0] : "live";
    var port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4300;
    var fixture =
        switch (name) {
          case "live" ->
              new Fixture(new LiveTrades(Duration.ofMinutes(20), Duration.ofMillis(400)), port);
          case "torn" -> new Fixture(new TornTrades(), port);
          default -> new Fixture(request -> answer(Scene.named(name), request), port);
        };
    System.out.println(fixture.url("/map"));
    Thread.currentThread().join();
  }
}

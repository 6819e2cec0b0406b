package dev.bellwether.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.analysis.RedView;
import dev.bellwether.analysis.ServiceMapView;
import dev.bellwether.api.layout.MapPositions;
import dev.bellwether.http.HttpListener;
import dev.bellwether.http.ListenerOptions;
import dev.bellwether.http.Routes;
import dev.bellwether.store.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API over a store as the observatory wires it, and as its callers see it: over HTTP.
final class ServedApi implements AutoCloseable {
  static final String VERSION = "1.2.3";

  private static final JsonMapper JSON = new JsonMapper();
  private static final int RED_HOURS = 3;

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpListener listener;

  /// @param folder where the map keeps its positions
  ServedApi(Store store, InstantSource clock, Path folder) {
    listener = HttpListener.start(ListenerOptions.of("api", 0), routes(store, clock, folder));
  }

  static Routes routes(Store store, InstantSource clock, Path folder) {
    var serviceMap = new ServiceMapView(ServiceMapView.Limits.STANDARD, clock, ZoneOffset.UTC);
    store.follow(serviceMap, 0);
    var red = new RedView(RED_HOURS, clock, null);
    store.follow(red, 0);
    var positions = MapPositions.open(folder.resolve("positions.json"), clock);
    var parts = new ApiParts(VERSION, store, serviceMap, red, positions, List::of, clock);
    return Api.addTo(Routes.none(), parts);
  }

  /// The answer, which has to be one.
  JsonNode get(String path) throws IOException, InterruptedException {
    var answer = send(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  /// @param ifNoneMatch the tag of what the caller has, or nothing
  HttpResponse<String> send(String method, String path, String ifNoneMatch)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (!ifNoneMatch.isEmpty()) {
      request.header("if-none-match", ifNoneMatch);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> answer) {
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    client.shutdownNow();
    listener.close();
  }
}

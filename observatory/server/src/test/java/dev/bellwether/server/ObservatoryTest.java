package dev.bellwether.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The parts, wired: what one sends, the other shows.
final class ObservatoryTest {
  /// A shop that was called, and asks a database; in OTLP/JSON.
  private static final String SHOP =
      """
      {"resourceSpans": [{
        "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "shop"}}]},
        "scopeSpans": [{"spans": [
          {"traceId": "5b8efff798038103d269b633813fc60c", "spanId": "eee19b7ec3c1b174",
           "name": "GET /", "kind": 2,
           "startTimeUnixNano": "%1$d000000", "endTimeUnixNano": "%1$d500000"},
          {"traceId": "5b8efff798038103d269b633813fc60c", "spanId": "eee19b7ec3c1b175",
           "parentSpanId": "eee19b7ec3c1b174", "name": "SELECT orders", "kind": 3,
           "startTimeUnixNano": "%1$d100000", "endTimeUnixNano": "%1$d200000",
           "attributes": [
             {"key": "db.system.name", "value": {"stringValue": "postgresql"}},
             {"key": "db.namespace", "value": {"stringValue": "orders|public"}}]}]}]}]}
      """;

  /// Nobody listens on the port of `discard`.
  private static final Map<String, String> AWAY =
      Map.of(
          "OBSERVATORY_STORE",
          "elasticsearch",
          "OBSERVATORY_ELASTICSEARCH_URL",
          "http://127.0.0.1:9");

  @TempDir private Path data;
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void what_a_stranger_sends_is_on_the_map_when_it_is_answered() throws Exception {
    try (var observatory = start()) {
      var answer = export(observatory, SHOP.formatted(Instant.now().toEpochMilli()));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      var map = page(observatory, "/api/service-map").body();
      assertThat(map)
          .contains("\"source\":\"client\",\"target\":\"shop\"")
          .contains("\"source\":\"shop\",\"target\":\"postgresql/orders\"");
    }
  }

  @Test
  void the_map_is_the_same_after_a_restart() throws Exception {
    String before;
    try (var observatory = start()) {
      export(observatory, SHOP.formatted(Instant.now().toEpochMilli()));
      before = page(observatory, "/api/service-map").body();
    }

    try (var observatory = start()) {
      assertThat(page(observatory, "/api/service-map").body()).isEqualTo(before);
    }
  }

  @Test
  void what_cannot_be_read_is_counted_and_nothing_else_is_lost() throws Exception {
    try (var observatory = start()) {
      export(observatory, SHOP.formatted(Instant.now().toEpochMilli()));

      var answer = export(observatory, "{\"resourceSpans\": [{\"scopeSpans\": 1}]}");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(page(observatory, "/api/health").body())
          .contains("\"traces\":2", "\"rejected\":{\"decode\":1}");
    }
  }

  @Test
  void the_pages_are_served_beside_the_api() throws Exception {
    try (var observatory = start()) {
      assertThat(page(observatory, "/map").body()).contains("<title>Bellwether");
      assertThat(page(observatory, "/api/openapi.json").statusCode()).isEqualTo(200);
      assertThat(page(observatory, "/api/nothing").headers().firstValue("content-type"))
          .hasValue("application/problem+json");
    }
  }

  @Test
  void a_port_that_is_taken_stops_the_start_and_is_named() throws Exception {
    try (var observatory = start()) {
      var port = observatory.pagesPort();
      var settings = new HashMap<>(settings(port));
      settings.put("OBSERVATORY_DATA", data.resolve("other").toString());

      assertThatThrownBy(() -> Observatory.start(Configuration.of(settings)))
          .hasMessageContaining(Integer.toString(port));
    }
  }

  @Test
  void a_start_that_fails_lets_go_of_what_it_had_opened() throws Exception {
    int grpcPort;
    try (var observatory = start()) {
      grpcPort = observatory.grpcPort();
    }
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var settings = new HashMap<>(settings(taken.getLocalPort()));
      settings.put("OBSERVATORY_OTLP_GRPC_PORT", Integer.toString(grpcPort));
      settings.putAll(AWAY);

      assertThatThrownBy(() -> Observatory.start(Configuration.of(settings)))
          .isInstanceOf(UncheckedIOException.class);

      settings.put("OBSERVATORY_PORT", "0");
      Observatory.start(Configuration.of(settings)).close();
    }
  }

  @Test
  void a_cluster_that_is_away_stops_nothing_and_health_says_so() throws Exception {
    var settings = new HashMap<>(settings(0));
    settings.putAll(AWAY);
    try (var observatory = Observatory.start(Configuration.of(settings))) {
      var answer = export(observatory, SHOP.formatted(Instant.now().toEpochMilli()));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(page(observatory, "/api/health").body())
          .contains("\"status\":\"degraded\"", "\"engine\":\"elasticsearch\"")
          .contains("\"location\":\"http://127.0.0.1:9\"")
          .contains("\"lag\":{\"documents\":2,\"bytes\":")
          .contains("cannot be reached", "2 documents wait for the cluster");
    }
  }

  private Observatory start() {
    return Observatory.start(Configuration.of(settings(0)));
  }

  private Map<String, String> settings(int port) {
    return Map.of(
        "OBSERVATORY_PORT",
        Integer.toString(port),
        "OBSERVATORY_OTLP_GRPC_PORT",
        "0",
        "OBSERVATORY_OTLP_HTTP_PORT",
        "0",
        "OBSERVATORY_DATA",
        data.resolve("observatory").toString());
  }

  private HttpResponse<String> export(Observatory observatory, String json) {
    return send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + observatory.httpPort() + "/v1/traces"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  private HttpResponse<String> page(Observatory observatory, String path) {
    return send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + observatory.pagesPort() + path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the test", e);
    }
  }
}

package dev.bellwether.history.observatory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtlpEndpointTest {
  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void everything_arrives_once_on_its_path() throws InterruptedException {
    try (var endpoint = new OtlpEndpoint(uri())) {
      endpoint.send("/v1/traces", "one".getBytes(UTF_8));
      endpoint.send("/v1/logs", "two".getBytes(UTF_8));
      endpoint.flush();
    }

    assertThat(accepted).containsExactlyInAnyOrder("/v1/traces one", "/v1/logs two");
  }

  @Test
  void what_is_refused_for_now_is_sent_again() throws InterruptedException {
    statuses.addAll(List.of(429, 503));

    try (var endpoint = new OtlpEndpoint(uri())) {
      endpoint.send("/v1/traces", "one".getBytes(UTF_8));
      endpoint.flush();
    }

    assertThat(statuses).isEmpty();
    assertThat(accepted).containsExactly("/v1/traces one");
  }

  @Test
  void what_is_refused_for_good_ends_it_with_the_reason() throws InterruptedException {
    statuses.add(400);

    try (var endpoint = new OtlpEndpoint(uri())) {
      endpoint.send("/v1/traces", "one".getBytes(UTF_8));

      assertThatThrownBy(endpoint::flush)
          .cause()
          .hasMessage(
              "%s/v1/traces: status 400 (expected: 200, 429 or 503): because".formatted(uri()));
    }
  }

  @Test
  void nobody_there_is_said_by_address() throws InterruptedException {
    var address = uri();
    server.stop(0);

    try (var endpoint = new OtlpEndpoint(address)) {
      endpoint.send("/v1/traces", "one".getBytes(UTF_8));

      assertThatThrownBy(endpoint::flush)
          .cause()
          .hasMessageStartingWith(address + ": nobody answers");
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(new GZIPInputStream(exchange.getRequestBody()).readAllBytes(), UTF_8);
      var status = statuses.poll();
      if (status == null) {
        accepted.add(exchange.getRequestURI() + " " + body);
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      exchange.getResponseHeaders().add("Retry-After", "0");
      exchange.sendResponseHeaders(status, 0);
      exchange.getResponseBody().write("because".getBytes(UTF_8));
    }
  }

  private URI uri() {
    return URI.create(
        "http://%s:%d"
            .formatted(
                server.getAddress().getAddress().getHostAddress(), server.getAddress().getPort()));
  }
}

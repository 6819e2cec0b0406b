package dev.bellwether.launcher.databaselog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogShipperTest {
  @TempDir Path folder;
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(200);
  private HttpServer server;

  @BeforeEach
  void startReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/logs",
        exchange -> {
          var body = new JsonMapper().readTree(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
          if (status.get() == 200) {
            received.add(body);
          }
        });
    server.start();
    LogShipper.start(
        folder,
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        "18",
        List.of("com.example.customer_id"),
        problems::add);
  }

  @AfterEach
  void stopReceiver() {
    server.stop(0);
  }

  @Test
  void a_line_is_sent_with_trace_span_and_the_keys_that_are_allowed() throws IOException {
    Files.writeString(
        folder.resolve("00.json"),
        LogLineTest.json(
                "ERROR",
                "refused",
                "INSERT /*traceparent='00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',"
                    + "baggage='com.example.customer_id%3Dl.hall%2Csecret%3Dx'*/")
            + "\n");

    await().until(() -> !received.isEmpty());
    var record = received.getFirst().at("/resourceLogs/0/scopeLogs/0/logRecords/0");
    assertThat(record.path("traceId").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(record.path("spanId").asString()).isEqualTo("b7ad6b7169203331");
    assertThat(record.path("severityNumber").asInt()).isEqualTo(17);
    assertThat(record.at("/body/stringValue").asString()).isEqualTo("refused");
    assertThat(record.path("timeUnixNano").asString()).isEqualTo("1777896000123000000");
    assertThat(record.path("attributes").toString())
        .contains("com.example.customer_id", "l.hall")
        .doesNotContain("secret");
  }

  @Test
  void what_the_receiver_refuses_is_sent_again_and_said_once() throws IOException {
    status.set(503);
    Files.writeString(folder.resolve("00.json"), LogLineTest.json("LOG", "one", "") + "\n");
    await().until(() -> !problems.isEmpty());

    status.set(200);

    await().until(() -> !received.isEmpty());
    assertThat(problems).singleElement().asString().endsWith("answered 503");
    assertThat(received).hasSize(1);
  }
}

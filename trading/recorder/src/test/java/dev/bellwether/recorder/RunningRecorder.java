package dev.bellwether.recorder;

import dev.bellwether.faults.Faults;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/// The service on a free port, and a client for it.
final class RunningRecorder implements AutoCloseable {

  private final HttpClient client = HttpClient.newHttpClient();
  private final ServletWebServerApplicationContext recorder;

  RunningRecorder(int databasePort, int notifierPort) {
    recorder = Recorder.start(config(databasePort, notifierPort));
  }

  static RecorderConfig config(int databasePort, int notifierPort) {
    return new RecorderConfig(
        0,
        "jdbc:postgresql://127.0.0.1:%d/trades".formatted(databasePort),
        "recorder",
        "trades_owner",
        "",
        10,
        false,
        URI.create("http://127.0.0.1:%d/notify".formatted(notifierPort)),
        Duration.ofMillis(200),
        Duration.ofSeconds(30),
        null);
  }

  /// A good request; tests spoil it by replacing text.
  static String trade(UUID tradeId) {
    return """
    {"trade_id": "%s", "customer_id": "l.hall", "day_of_week": "M", "region": "NA",
     "symbol": "ZVZZT", "data_source": "monkey", "canary": false,
     "action": "buy", "shares": 10, "share_price": 12.50}\
    """
        .formatted(tradeId);
  }

  HttpResponse<String> record(String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri("/record"))
            .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .header("baggage", "com.example.customer_id=l.hall")
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  HttpResponse<String> fetch(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  /// What can be made to go wrong in it.
  Faults faults() {
    return recorder.getBean(Faults.class);
  }

  @Override
  public void close() {
    client.close();
    recorder.close();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + Recorder.port(recorder) + path);
  }
}

package dev.bellwether.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Sends a workload file as gzip OTLP/HTTP over a few connections, each as fast as it is answered;
/// what is refused for now is sent again, as the specification asks.
final class Sender {
  private static final Duration ANSWER_MAX = Duration.ofMinutes(1);

  private final URI traces;
  private final int connections;
  private final AtomicLong refusals = new AtomicLong();

  /// @param traces such as `http://127.0.0.1:4318/v1/traces`
  Sender(URI traces, int connections) {
    this.traces = traces;
    this.connections = connections;
  }

  /// How often the observatory said "later".
  long refusals() {
    return refusals.get();
  }

  /// Returns when everything was accepted.
  void send(WorkloadFile file) throws InterruptedException, IOException {
    List<Future<Void>> lanes = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(connections)) {
      for (int i = 0; i < connections; i++) {
        lanes.add(
            threads.submit(() -> {
              sendAll(file);
              return null;
            }));
      }
    }
    for (var lane : lanes) {
      try {
        lane.get();
      } catch (ExecutionException e) {
        throw new IOException("sending to " + traces, e);
      }
    }
  }

  /// One client for each lane, or they would share connections.
  private void sendAll(WorkloadFile file) throws IOException, InterruptedException {
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (var body = file.next(); body.isPresent(); body = file.next()) {
        send(http, body.get());
      }
    }
  }

  private void send(HttpClient http, byte[] body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(traces)
            .timeout(ANSWER_MAX)
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    while (true) {
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      switch (answer.statusCode()) {
        case 200 -> {
          return;
        }
        case 429, 503 -> {
          refusals.incrementAndGet();
          Thread.sleep(
              Duration.ofSeconds(answer.headers().firstValueAsLong("retry-after").orElse(1)));
        }
        default ->
            throw new IOException(
                "%s: status %d (expected: 200, 429 or 503)".formatted(traces, answer.statusCode()));
      }
    }
  }
}

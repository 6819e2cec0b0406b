package dev.bellwether.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Exporters as OpenTelemetry has them: each sends a batch of spans ten times a second over
/// OTLP/HTTP, and again, unchanged, until it is answered 200. Every other span is a request to the
/// trader, and the one behind it the trader's call of the router for it.
final class Exporters implements AutoCloseable {
  private static final int EXPORTERS = 4;
  private static final int BATCH_SPANS = 26;
  private static final long PERIOD_MILLIS = 100;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(EXPORTERS);
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicLong traces = new AtomicLong();
  private final Supplier<URI> receiver;

  /// Trace id and span id of what was answered 200.
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  private final AtomicLong repeated = new AtomicLong();

  Exporters(Supplier<URI> receiver) {
    this.receiver = receiver;
    for (var i = 0; i < EXPORTERS; i++) {
      var _ = threads.scheduleAtFixedRate(this::export, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  Set<String> acknowledged() {
    return acknowledged;
  }

  /// How many batches had to be sent again.
  long repeated() {
    return repeated.get();
  }

  private void export() {
    var trace = traces.incrementAndGet();
    var body = body(trace);
    while (!isTaken(body)) {
      repeated.incrementAndGet();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS));
    }
    for (var span = 1; span <= BATCH_SPANS; span++) {
      acknowledged.add(traceId(trace) + spanId(span));
    }
  }

  private boolean isTaken(String body) {
    try {
      var request =
          HttpRequest.newBuilder(receiver.get())
              .timeout(ANSWER_MAX)
              .header("content-type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build();
      return http.send(request, BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts an exporter", e);
    }
  }

  private static String body(long trace) {
    var spans = new StringBuilder();
    var millis = Instant.now().toEpochMilli();
    for (var span = 1; span <= BATCH_SPANS; span++) {
      spans
          .append(span == 1 ? "" : ",")
          .append(
              """
              {"traceId": "%s", "spanId": "%s", %s,
               "startTimeUnixNano": "%d000000", "endTimeUnixNano": "%d900000",
               "attributes": [{"key": "%s", "value": {"stringValue": "router"}},
                              {"key": "com.example.shares", "value": {"intValue": "%d"}}]}
              """
                  .formatted(
                      traceId(trace), spanId(span), role(span), millis, millis, peer(span), span));
    }
    return """
    {"resourceSpans": [{
      "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "trader"}}]},
      "scopeSpans": [{"spans": [%s]}]}]}
    """
        .formatted(spans);
  }

  private static String role(int span) {
    return span % 2 == 1
        ? """
        "name": "POST /trade", "kind": 2\
        """
        : """
        "name": "POST", "kind": 3, "parentSpanId": "%s"\
        """
            .formatted(spanId(span - 1));
  }

  /// On a request, the address would be the trader's own.
  private static String peer(int span) {
    return span % 2 == 1 ? "com.example.symbol" : "server.address";
  }

  private static String traceId(long number) {
    return "%032x".formatted(number);
  }

  private static String spanId(long number) {
    return "%016x".formatted(number);
  }

  /// Waits until everything that was begun has been acknowledged.
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("some batches are still not acknowledged");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the test", e);
    }
  }
}

package dev.bellwether.history.observatory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Sends requests as gzip OTLP/HTTP over a few connections, each as fast as it is answered. What is
/// refused for now is sent again when the endpoint says so. One thread gives it work.
public final class OtlpEndpoint implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofMinutes(1);
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  /// As many as an observatory decodes side by side on two cores.
  private static final int LANES = 4;

  /// Requests of about 500 KB: what waits takes 16 MB at the most.
  private static final int WAITING_MAX = 32;

  /// How long one request is sent again and again.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int RETRY_AFTER_SECONDS_MAX = 60;
  private static final Request LAST = new Request("", new byte[0]);

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Request(String path, byte[] body) {}

  private final URI base;
  private final BlockingQueue<Request> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private final List<Thread> lanes = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_MAX)
          .build();

  /// @param base such as `http://localhost:4318`
  public OtlpEndpoint(URI base) {
    this.base = base;
    for (int i = 0; i < LANES; i++) {
      lanes.add(Thread.ofPlatform().daemon().name("otlp-" + i).start(this::run));
    }
  }

  /// Returns when the request is on its way.
  ///
  /// @param path such as `/v1/traces`
  /// @throws UncheckedIOException when this or an earlier one was not accepted
  public void send(String path, byte[] body) {
    try {
      throwFailure();
      waiting.put(new Request(path, body));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Returns when everything is accepted.
  ///
  /// @throws UncheckedIOException when something was not
  public void flush() throws InterruptedException {
    for (var _ : lanes) {
      waiting.put(LAST);
    }
    for (var lane : lanes) {
      lane.join();
    }
    throwFailure();
  }

  @Override
  public void close() {
    lanes.forEach(Thread::interrupt);
    http.shutdownNow();
  }

  private void throwFailure() {
    var first = failure.get();
    if (first != null) {
      throw new UncheckedIOException(first);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the last one is no request
  private void run() {
    try {
      for (var next = waiting.take(); next != LAST; next = waiting.take()) {
        // After a failure, what waits is only taken away, so that nobody waits for room.
        if (failure.get() == null) {
          deliver(next);
        }
      }
    } catch (IOException e) {
      failure.compareAndSet(null, e);
      drain();
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  @SuppressWarnings("ReferenceEquality") // as above
  private void drain() {
    try {
      while (waiting.take() != LAST) {}
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private void deliver(Request request) throws IOException, InterruptedException {
    var to = base.resolve(request.path());
    var post =
        HttpRequest.newBuilder(to)
            .timeout(ANSWER_MAX)
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(deflated(request.body())))
            .build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var answer = answer(post);
      switch (answer.statusCode()) {
        case 200 -> {
          return;
        }
        case 429, 503 -> {
          if (System.nanoTime() > deadline) {
            throw new IOException(
                "%s: status %d for more than %d s (expected: 200)"
                    .formatted(to, answer.statusCode(), PATIENCE.toSeconds()));
          }
          Thread.sleep(retryAfter(answer));
        }
        default ->
            throw new IOException(
                "%s: status %d (expected: 200, 429 or 503): %s"
                    .formatted(
                        to,
                        answer.statusCode(),
                        new String(answer.body(), StandardCharsets.UTF_8).strip()));
      }
    }
  }

  private HttpResponse<byte[]> answer(HttpRequest post) throws IOException, InterruptedException {
    try {
      return http.send(post, BodyHandlers.ofByteArray());
    } catch (ConnectException e) {
      throw new IOException(
          base + ": nobody answers (expected: an OTLP/HTTP endpoint, as ./bellwether up starts)",
          e);
    }
  }

  private static Duration retryAfter(HttpResponse<?> answer) {
    var seconds = answer.headers().firstValue("retry-after").orElse("1");
    return Duration.ofSeconds(
        seconds.matches("[0-9]{1,4}")
            ? Math.min(Integer.parseInt(seconds), RETRY_AFTER_SECONDS_MAX)
            : 1);
  }

  private static byte[] deflated(byte[] body) throws IOException {
    var bytes = new ByteArrayOutputStream(body.length / 8);
    try (var gzip = new FastGzip(bytes)) {
      gzip.write(body);
    }
    return bytes.toByteArray();
  }

  /// Half the time of the default level, for a tenth more bytes.
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}

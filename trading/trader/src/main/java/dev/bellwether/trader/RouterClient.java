package dev.bellwether.trader;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Has trades recorded, by way of the router. Many threads may use it.
///
/// What an answer means: 200, the trade is durable; 4xx, it is not recorded and never will be under
/// this id; anything else, nobody knows, and whoever sent it may send it again under the same id.
final class RouterClient implements AutoCloseable {
  /// A recorded trade is about 400 bytes, a problem about 200.
  private static final int BODY_BYTES_MAX = 64 * 1024;

  /// The router is on this machine: it accepts at once or not at all.
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_TIMEOUT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final URI router;
  private final Duration timeout;

  /// @param timeout for a whole answer, its body included
  RouterClient(URI router, Duration timeout) {
    this.router = router;
    this.timeout = timeout;
  }

  /// Returns when the trade is recorded.
  ///
  /// @throws Problem the recorder's own, if it refused; 503, if nobody knows
  void record(TradeRequest request, Decision decision) {
    HttpResponse<byte[]> response =
        exchange(
            HttpRequest.newBuilder(router.resolve("/record?canary=" + request.canary()))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(TradeJson.record(request, decision)))
                .build());
    int status = response.statusCode();
    if (status >= 400 && status < 500) {
      throw refusal(status, response.body());
    }
    if (status != 200) {
      throw unknown(response);
    }
  }

  /// The trade that is recorded under an id, as the recorder stored it.
  Optional<byte[]> recorded(UUID tradeId) {
    HttpResponse<byte[]> response =
        exchange(HttpRequest.newBuilder(router.resolve("/trades/" + tradeId)).build());
    return switch (response.statusCode()) {
      case 200 -> Optional.of(response.body());
      case 404 -> Optional.empty();
      default -> throw unknown(response);
    };
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpResponse<byte[]> exchange(HttpRequest request) {
    // The request's own timeout would end with the headers: a body that never ends must not hold
    // us.
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BODY_BYTES_MAX));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw unknown("no answer from the router within %d ms".formatted(timeout.toMillis()));
    } catch (ExecutionException e) {
      throw unknown(reason(e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw unknown("the trader is stopping");
    } finally {
      answer.cancel(true);
    }
  }

  private static String reason(ExecutionException failure) {
    return switch (failure.getCause()) {
      case ConnectException _ -> "the router cannot be reached";
      case IOException e -> "the connection to the router broke: " + e.getMessage();
      case null, default -> throw new IllegalStateException("request to the router", failure);
    };
  }

  /// The problem that came back, in its own words.
  private static Problem refusal(int status, byte[] body) {
    try {
      JsonFields problem = JsonFields.parse(body);
      return new Problem(
          status,
          problem.text("detail", BODY_BYTES_MAX),
          problem.has("field") ? problem.text("field", BODY_BYTES_MAX) : null);
    } catch (Problem _) {
      return new Problem(status, "no reason given", null);
    }
  }

  private static Problem unknown(HttpResponse<byte[]> response) {
    Problem problem = refusal(response.statusCode(), response.body());
    return unknown("the router answered %d: %s".formatted(problem.status(), problem.detail()));
  }

  private static Problem unknown(String reason) {
    return new Problem(503, "outcome unknown, retry with the same trade_id: " + reason, null);
  }
}

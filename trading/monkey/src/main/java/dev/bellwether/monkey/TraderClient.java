package dev.bellwether.monkey;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.ObjectMapper;

/// Sends trades to the trader, again and again under the same id, until it has an answer that means
/// something. Many threads may use it.
///
/// 200 means recorded; 4xx refused, for good; anything else, 408, 409 and 429 among it, that nobody
/// knows or that it is too early to say.
final class TraderClient implements AutoCloseable {
  /// What became of a trade.
  sealed interface Outcome {
    record Acknowledged() implements Outcome {}

    record Refused(int status, String answer) implements Outcome {}

    /// Nobody knows.
    record Failed(String reason) implements Outcome {}
  }

  /// One answer: the outcome if it is one, and how long the trader asks us to wait if not.
  private record Attempt(Outcome outcome, boolean last, Duration retryAfter) {
    static Attempt last(Outcome outcome) {
      return new Attempt(outcome, true, Duration.ZERO);
    }

    static Attempt unknown(String reason, Duration retryAfter) {
      return new Attempt(new Outcome.Failed(reason), false, retryAfter);
    }
  }

  /// With the waits between them, 5 to 20 s: a service that is killed is back by then.
  static final int ATTEMPTS_MAX = 8;

  private static final Duration WAIT_FIRST = Duration.ofMillis(200);
  private static final Duration WAIT_MAX = Duration.ofSeconds(5);

  /// The trader answers within 10 s, whatever happens behind it.
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(12);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /// An answer is about 150 bytes.
  private static final int BODY_BYTES_MAX = 64 * 1024;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_TIMEOUT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final ObjectMapper json = new ObjectMapper();
  private final URI trader;
  private final Tally tally;

  TraderClient(URI trader, Tally tally) {
    this.trader = trader;
    this.tally = tally;
  }

  /// Returns when the outcome is known, or when that is given up.
  Outcome send(Trade trade) throws InterruptedException {
    HttpRequest request = request(trade);
    var jitter = new SplittableRandom(trade.jitterSeed());
    for (int attempt = 1; ; attempt++) {
      tally.attempted();
      Attempt made = attempt(request);
      if (made.last() || attempt == ATTEMPTS_MAX) {
        return made.outcome();
      }
      Thread.sleep(pause(attempt, made.retryAfter(), jitter));
    }
  }

  /// Clears the trader's market.
  ///
  /// @throws IOException if the trader does not answer 200
  void resetMarket() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(trader.resolve("/reset")).POST(BodyPublishers.noBody()).build();
    int status = exchange(request).statusCode();
    if (status != 200) {
      throw new IOException("%s answered %d".formatted(request.uri(), status));
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest request(Trade trade) {
    var body = new LinkedHashMap<String, Object>();
    body.put("trade_id", trade.id());
    body.put(trade.malformed() ? "customerid" : "customer_id", trade.customer().customerId());
    body.put("day_of_week", trade.day());
    body.put("region", trade.customer().region());
    body.put("symbol", trade.symbol());
    body.put("data_source", "monkey");
    body.put("canary", trade.canary());
    return HttpRequest.newBuilder(trader.resolve("/trade/request"))
        .header("Content-Type", "application/json")
        .header("User-Agent", trade.customer().userAgent())
        .header("X-Forwarded-For", trade.customer().address())
        .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
        .build();
  }

  private Attempt attempt(HttpRequest request) throws InterruptedException {
    HttpResponse<String> response;
    try {
      response = exchange(request);
    } catch (IOException e) {
      return Attempt.unknown(e.toString(), Duration.ZERO);
    }
    int status = response.statusCode();
    if (status == 200) {
      return Attempt.last(new Outcome.Acknowledged());
    }
    if (status >= 400 && status < 500 && status != 408 && status != 409 && status != 429) {
      return Attempt.last(new Outcome.Refused(status, response.body()));
    }
    return Attempt.unknown(status + " " + response.body(), retryAfter(response));
  }

  /// The request's own timeout would end with the headers; this one holds for the whole answer.
  private HttpResponse<String> exchange(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), BODY_BYTES_MAX));
    try {
      return answer.get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + ANSWER_TIMEOUT, e);
    } finally {
      answer.cancel(true);
    }
  }

  /// Full jitter: anything up to twice the last bound, but not less than what we are asked for.
  private static Duration pause(int attempt, Duration asked, SplittableRandom jitter) {
    long boundMillis = Math.min(WAIT_FIRST.toMillis() << (attempt - 1), WAIT_MAX.toMillis());
    long millis = jitter.nextLong(boundMillis + 1);
    return Duration.ofMillis(Math.max(millis, Math.min(asked.toMillis(), WAIT_MAX.toMillis())));
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    String seconds = response.headers().firstValue("Retry-After").orElse("");
    return seconds.matches("[0-9]{1,4}")
        ? Duration.ofSeconds(Integer.parseInt(seconds))
        : Duration.ZERO;
  }
}

package dev.bellwether.recorder;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// The way to the notifier: one call is one attempt to deliver one event. May be used by many
/// threads.
final class NotifierClient implements AutoCloseable {

  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);

  /// The notifier gives the outside world five seconds, and needs a moment for itself.
  private static final Duration ANSWER_MAX = Duration.ofSeconds(7);

  /// Only the status matters to us.
  private static final long ANSWER_BYTES_MAX = 64 * 1024;

  private final URI url;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_MAX)
          .build();

  NotifierClient(URI url) {
    this.url = url;
  }

  /// The outcome of an attempt.
  sealed interface Outcome {

    record Delivered() implements Outcome {}

    /// Never will be: trying again would give the same answer.
    record Refused(String reason) implements Outcome {}

    /// Not now, or nobody knows. `retryAfter` is zero when the notifier named no time.
    record Failed(String reason, Duration retryAfter) implements Outcome {}
  }

  Outcome deliver(OutboxEvent event) throws InterruptedException {
    var exchange =
        client.sendAsync(
            request(event), BodyHandlers.limiting(BodyHandlers.discarding(), ANSWER_BYTES_MAX));
    try {
      return outcome(exchange.get(ANSWER_MAX.toMillis(), MILLISECONDS));
    } catch (TimeoutException _) {
      exchange.cancel(true);
      return new Outcome.Failed("no answer in " + ANSWER_MAX, Duration.ZERO);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        return new Outcome.Failed(cause.toString(), Duration.ZERO);
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpRequest request(OutboxEvent event) {
    var request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .header("webhook-id", event.eventId().toString())
            .POST(BodyPublishers.ofString(event.payload()));
    if (event.attempts() > 1) {
      addOrigin(request, event.headers());
    }
    return request.build();
  }

  /// A later attempt does not run in the request that caused it any more. It says where it comes
  /// from with the header that CloudEvents has for this, and takes the baggage along.
  private static void addOrigin(HttpRequest.Builder request, TraceHeaders headers) {
    if (headers.traceparent() != null) {
      request.header("ce-traceparent", headers.traceparent());
    }
    if (headers.baggage() != null) {
      request.header("baggage", headers.baggage());
    }
  }

  private static Outcome outcome(HttpResponse<?> answer) {
    var status = answer.statusCode();
    if (status / 100 == 2) {
      return new Outcome.Delivered();
    }
    if (status / 100 == 4 && status != 408 && status != 429) {
      return new Outcome.Refused("notifier answered " + status);
    }
    var retryAfter =
        answer
            .headers()
            .firstValue("Retry-After")
            .filter(seconds -> seconds.matches("[0-9]{1,4}"))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
            .orElse(Duration.ZERO);
    return new Outcome.Failed("notifier answered " + status, retryAfter);
  }
}

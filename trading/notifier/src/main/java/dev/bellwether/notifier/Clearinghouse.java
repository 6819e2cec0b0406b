package dev.bellwether.notifier;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// The way to the external system. One call is one attempt: what did not arrive is sent again by
/// whoever keeps the event. May be used by many threads.
final class Clearinghouse implements AutoCloseable {

  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);

  /// For the whole exchange, its last byte included.
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  /// We read the answer's status; a body is tolerated as far as it keeps the connection usable.
  private static final long ANSWER_BYTES_MAX = 64 * 1024;

  private final URI url;
  private final WebhookSigner signer;
  private final InstantSource clock;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_MAX)
          .build();

  Clearinghouse(URI url, WebhookSigner signer, InstantSource clock) {
    this.url = url;
    this.signer = signer;
    this.clock = clock;
  }

  Outcome notify(TradeMessage message, byte[] body) throws InterruptedException {
    var now = clock.instant();
    var request =
        HttpRequest.newBuilder(url)
            .header("Content-Type", "application/json")
            .header("webhook-id", message.eventId())
            .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
            .header("webhook-signature", signer.signature(message.eventId(), now, body))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    var exchange =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.discarding(), ANSWER_BYTES_MAX));
    try {
      return Outcome.of(exchange.get(ANSWER_MAX.toMillis(), MILLISECONDS));
    } catch (TimeoutException _) {
      exchange.cancel(true);
      return new Outcome.Unknown("no answer in " + ANSWER_MAX);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        return new Outcome.Unknown(cause.toString());
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /// What became of one attempt, in the terms of the one who must decide whether to try again.
  sealed interface Outcome {

    record Accepted(int status) implements Outcome {}

    /// This message will never be accepted.
    record Refused(int status) implements Outcome {}

    /// Not accepted now. `retryAfter` is the header as it came, empty when there was none.
    record Postponed(int status, String retryAfter) implements Outcome {}

    /// Perhaps it arrived, perhaps not.
    record Unknown(String reason) implements Outcome {}

    /// A 4xx is about the message, except those that are about us, our settings or the moment.
    static Outcome of(HttpResponse<?> answer) {
      var status = answer.statusCode();
      return switch (status) {
        case 401, 403, 404, 408, 425, 429 -> postponed(answer);
        default -> {
          if (status / 100 == 2) {
            yield new Accepted(status);
          }
          yield status / 100 == 4 ? new Refused(status) : postponed(answer);
        }
      };
    }

    private static Outcome postponed(HttpResponse<?> answer) {
      return new Postponed(
          answer.statusCode(), answer.headers().firstValue("Retry-After").orElse(""));
    }
  }
}

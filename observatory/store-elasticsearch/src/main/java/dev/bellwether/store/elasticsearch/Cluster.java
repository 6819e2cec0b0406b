package dev.bellwether.store.elasticsearch;

import dev.bellwether.store.StoreException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The REST interface that Elasticsearch and OpenSearch share, one request at a time per thread.
///
/// Many threads may use it. What the cluster cannot do now is a [StoreException]; a request that it
/// refuses for good is ours, an [IllegalStateException] with the cluster's own words.
final class Cluster implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  /// A bulk of a few thousand documents on a busy node takes seconds; beyond this it is away.
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int WORDS_SHOWN_MAX = 500;

  /// Numbers are written as they read ([Double#toString]): queries compare them as text, too. A
  /// page of stored documents may hold any string that a record may.
  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_MAX)
          .build();
  private final ElasticsearchSettings settings;

  Cluster(ElasticsearchSettings settings) {
    this.settings = settings;
  }

  /// Whether it is Elasticsearch, which says so in every answer; else it is OpenSearch.
  boolean isElasticsearch() {
    var answer = send("GET", "/_cluster/health", null, "application/json");
    return answer.headers().firstValue("X-elastic-product").isPresent();
  }

  JsonNode get(String path) {
    return json("GET", path, null);
  }

  JsonNode post(String path, JsonNode body) {
    return json("POST", path, JSON.writeValueAsString(body));
  }

  /// Empty where there is no answer in time.
  Optional<JsonNode> post(String path, JsonNode body, Duration max) {
    var lines = JSON.writeValueAsString(body);
    return sent("POST", path, lines, "application/json", max)
        .map(answer -> parse("POST " + path, answer));
  }

  void post(String path) {
    json("POST", path, null);
  }

  void put(String path, JsonNode body) {
    json("PUT", path, JSON.writeValueAsString(body));
  }

  void delete(String path) {
    json("DELETE", path, null);
  }

  /// Sends documents; the answer has an item for each.
  JsonNode bulk(String stream, String lines) {
    var answer = send("POST", "/" + stream + "/_bulk", lines, "application/x-ndjson");
    return parse("POST _bulk", answer);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private JsonNode json(String method, String path, @Nullable String body) {
    return parse(method + " " + path, send(method, path, body, "application/json"));
  }

  private static JsonNode parse(String what, HttpResponse<byte[]> answer) {
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException("%s: %s".formatted(what, told(answer)));
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw new StoreException.Unavailable(
          "%s: the answer is not JSON: %s".formatted(what, e.getOriginalMessage()), RETRY_AFTER);
    }
  }

  private HttpResponse<byte[]> send(
      String method, String path, @Nullable String body, String contentType) {
    return sent(method, path, body, contentType, ANSWER_MAX)
        .orElseThrow(() ->
            new StoreException.Unavailable(
                "%s does not answer within %d s".formatted(settings.uri(), ANSWER_MAX.toSeconds()),
                RETRY_AFTER));
  }

  private Optional<HttpResponse<byte[]>> sent(
      String method, String path, @Nullable String body, String contentType, Duration max) {
    var request =
        HttpRequest.newBuilder(settings.uri().resolve(path))
            .timeout(max)
            .header("Content-Type", contentType)
            .header("Accept", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!settings.authorization().isEmpty()) {
      request.header("Authorization", settings.authorization());
    }
    var answer = exchanged(request.build());
    answer.ifPresent(this::refuseFailure);
    return answer;
  }

  private void refuseFailure(HttpResponse<byte[]> answer) {
    var status = answer.statusCode();
    if (status == TOO_MANY_REQUESTS) {
      throw new StoreException.Full("the cluster is busy: " + told(answer), retryAfter(answer));
    }
    if (status >= 500 || status == 401 || status == 403 || status == 408) {
      throw new StoreException.Unavailable(
          "%s answers %s".formatted(settings.uri(), told(answer)), retryAfter(answer));
    }
  }

  /// What the cluster asks for, in seconds; a date is for those who have its clock.
  private static Duration retryAfter(HttpResponse<byte[]> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(RETRY_AFTER);
  }

  private Optional<HttpResponse<byte[]>> exchanged(HttpRequest request) {
    try {
      return Optional.of(client.send(request, BodyHandlers.ofByteArray()));
    } catch (HttpConnectTimeoutException e) {
      throw new StoreException.Unavailable(
          "%s cannot be reached: %s".formatted(settings.uri(), e), RETRY_AFTER);
    } catch (HttpTimeoutException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreException.Unavailable(
          "%s cannot be reached: %s".formatted(settings.uri(), e), RETRY_AFTER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException.Unavailable("interrupted", RETRY_AFTER);
    }
  }

  private static String told(HttpResponse<byte[]> answer) {
    var words = new String(answer.body(), StandardCharsets.UTF_8);
    return answer.statusCode()
        + " "
        + words.substring(0, Math.min(words.length(), WORDS_SHOWN_MAX));
  }
}

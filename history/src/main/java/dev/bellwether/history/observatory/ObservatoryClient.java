package dev.bellwether.history.observatory;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks an observatory over HTTP. Many threads may use it.
public final class ObservatoryClient implements AutoCloseable {
  /// A search gives up after 10 s and says so.
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  /// What the API gives at once.
  private static final int TRACES_MAX = 1_000;

  private final URI pages;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = JsonMapper.builder().build();

  /// @param pages such as `http://localhost:4300`
  public ObservatoryClient(URI pages) {
    this.pages = pages;
  }

  /// Where its pages are.
  public URI pages() {
    return pages;
  }

  /// The answer to `GET path`, which must be 200.
  public JsonNode ask(String path) throws IOException, InterruptedException {
    return answer(HttpRequest.newBuilder(pages.resolve(path)));
  }

  /// The answer to `POST path` without a body, which must be 200.
  public JsonNode post(String path) throws IOException, InterruptedException {
    return answer(HttpRequest.newBuilder(pages.resolve(path)).POST(BodyPublishers.noBody()));
  }

  /// Ids of all traces with a span that starts in a window and matches a query, newest first.
  public Set<String> traceIds(Instant from, Instant to, String query)
      throws IOException, InterruptedException {
    var ids = new LinkedHashSet<String>();
    var end = to;
    while (end.isAfter(from)) {
      var page =
          ask(
              "/api/traces?from=%s&to=%s&limit=%d&q=%s"
                  .formatted(from, end, TRACES_MAX, encoded(query)));
      var oldest = end;
      for (var trace : page.path("traces")) {
        ids.add(trace.path("traceId").asString());
        var start =
            Instant.ofEpochSecond(0, Long.parseLong(trace.path("startUnixNano").asString()));
        oldest = start.isBefore(oldest) ? start : oldest;
      }
      if (!page.path("truncated").asBoolean() || oldest.equals(end)) {
        break;
      }
      end = oldest;
    }
    return ids;
  }

  public static String encoded(String parameter) {
    return URLEncoder.encode(parameter, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }

  private JsonNode answer(HttpRequest.Builder request) throws IOException, InterruptedException {
    var asked = request.timeout(ANSWER_MAX).build();
    try {
      var answer = http.send(asked, BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException(
            "%s: status %d (expected: 200): %s"
                .formatted(
                    asked.uri(),
                    answer.statusCode(),
                    new String(answer.body(), StandardCharsets.UTF_8)));
      }
      return json.readTree(answer.body());
    } catch (ConnectException e) {
      throw new IOException(pages + ": nobody answers (expected: an observatory)", e);
    }
  }
}

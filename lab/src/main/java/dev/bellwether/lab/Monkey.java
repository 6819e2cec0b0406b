package dev.bellwether.lab;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What makes the trades, and the faults. `docs/faults.md` has its paths. Many threads may ask.
///
/// @param address without a slash at its end
record Monkey(URI address) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /// It tells the services before it answers.
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  /// `GET /state`.
  JsonNode state() throws IOException, InterruptedException {
    return ask("GET", "/state");
  }

  /// @param path with its query
  /// @return the state after it
  /// @throws Refused when it does not do that, with its words
  JsonNode ask(String method, String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(ANSWER_MAX)
            .method(method, BodyPublishers.noBody())
            .build();
    var answer = CLIENT.send(request, BodyHandlers.ofString());
    try {
      var document = JSON.readTree(answer.body());
      if (answer.statusCode() != 200) {
        throw new Refused(answer.statusCode(), document.path("detail").asString("no reason given"));
      }
      return document;
    } catch (JacksonException e) {
      throw new IOException("%s answered no JSON".formatted(path), e);
    }
  }

  /// It answered, and said no.
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    Refused(int status, String words) {
      super(words);
      this.status = status;
    }

    int status() {
      return status;
    }
  }
}

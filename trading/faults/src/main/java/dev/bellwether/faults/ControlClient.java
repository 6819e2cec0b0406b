package dev.bellwether.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The way to the control endpoint of another service, found by its control file each time: a
/// service that was restarted has another address. Many threads may use it.
///
/// [HttpURLConnection], because what observes the services observes their usual clients; and each
/// request carries a trace context that says "do not record this", for whoever observes all.
public final class ControlClient implements Control {
  private static final String UNSAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

  /// On this machine: it accepts at once or not at all.
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /// Nothing there waits for anything, but a service may be busy: that can be our own doing.
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(8);

  /// 10,000 trade ids are 400 KB.
  private static final int BODY_BYTES_MAX = 1 << 20;

  private record Answer(int status, JsonNode body) {}

  private final Path file;

  public ControlClient(Path file) {
    this.file = file;
  }

  @Override
  public void put(FaultPlan plan) {
    Answer answer = exchange("PUT", "/plans/" + plan.id(), PlanJson.json(plan).toString());
    if (answer.status != 200) {
      throw refused(answer);
    }
  }

  @Override
  public Optional<Report> report(String id, long after) {
    return report(exchange("GET", "/plans/%s?after=%d".formatted(id, after), ""));
  }

  @Override
  public Optional<Report> remove(String id, long after) {
    try {
      return report(exchange("DELETE", "/plans/%s?after=%d".formatted(id, after), ""));
    } catch (ControlException e) {
      if (e.getCause() instanceof ConnectException || e.getCause() instanceof NoSuchFileException) {
        // A service that does not run has no plans.
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<Report> report(Answer answer) {
    return switch (answer.status) {
      case 200 -> Optional.of(PlanJson.report(answer.body));
      case 404 -> Optional.empty();
      default -> throw refused(answer);
    };
  }

  private RuntimeException refused(Answer answer) {
    String detail = answer.body.path("detail").asString();
    return answer.status == 400
        ? new IllegalArgumentException(detail)
        : new ControlException("%s answered %d: %s".formatted(file, answer.status, detail));
  }

  private Answer exchange(String method, String path, String body) {
    try {
      ControlFile address = ControlFile.read(file);
      URI uri = address.url().resolve(path);
      var connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
      connection.setReadTimeout((int) ANSWER_TIMEOUT.toMillis());
      connection.setRequestMethod(method);
      connection.setRequestProperty("Authorization", "Bearer " + address.token());
      connection.setRequestProperty("traceparent", UNSAMPLED);
      if (!body.isEmpty()) {
        connection.setDoOutput(true);
        connection.getOutputStream().write(body.getBytes(UTF_8));
      }
      return answer(connection);
    } catch (IOException | JacksonException e) {
      throw new ControlException(
          "%s does not answer: %s".formatted(file.getFileName(), e.getMessage()), e);
    }
  }

  private static Answer answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Answer(status, PlanJson.parse(in.readNBytes(BODY_BYTES_MAX)));
    }
  }
}

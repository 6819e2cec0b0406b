package dev.bellwether.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.bellwether.http.HttpListener;
import dev.bellwether.http.ListenerOptions;
import dev.bellwether.http.Response;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A workbench with the repository's own track, beside a page that stands for the observatory's.
/// Everything else is the real thing.
final class TestLab implements AutoCloseable {
  static final String TOKEN = "0123456789abcdef";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final List<Path> tracks;
  private final HttpListener page;
  private Workbench workbench;
  private String cookie = "";

  TestLab(Path folder, List<Path> tracks) {
    this.folder = folder;
    this.tracks = tracks;
    this.page =
        HttpListener.start(
            ListenerOptions.of("page", 0)
                .withFramedBy(Set.of("http://localhost"))
                .withContentSecurityPolicy("frame-ancestors http://localhost:*"),
            _ -> Response.of(200, "text/html", "<h1>The map</h1>".getBytes(UTF_8)));
    this.workbench = start();
  }

  static Path repository() {
    var path = Path.of("").toAbsolutePath();
    while (!Files.exists(path.resolve("bellwether"))) {
      path = requireNonNull(path.getParent(), "no folder above has the command bellwether");
    }
    return path;
  }

  static Path ownTrack() {
    return repository().resolve("lab/tracks/attributes");
  }

  void restart() {
    workbench.close();
    workbench = start();
  }

  private Workbench start() {
    try {
      Files.writeString(folder.resolve("token"), TOKEN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Workbench.start(
        Configuration.of(
            Map.of(
                "WORKBENCH_PORT", "0",
                "WORKBENCH_ROOT", repository().toString(),
                "WORKBENCH_TRACKS",
                    String.join(File.pathSeparator, tracks.stream().map(Path::toString).toList()),
                "WORKBENCH_DATA", folder.resolve("data").toString(),
                "WORKBENCH_TOKEN_FILE", folder.resolve("token").toString(),
                "WORKBENCH_OBSERVATORY", "http://127.0.0.1:" + page.port())));
  }

  String url(String path) {
    return "http://localhost:%d%s".formatted(workbench.port(), path);
  }

  Path workCopy(String track) {
    return folder.resolve("data").resolve(track);
  }

  /// Follows the printed link; from then on the cookie is sent.
  HttpResponse<String> enter() {
    var answer = ask("GET", "/enter?token=" + TOKEN, "");
    answer
        .headers()
        .firstValue("set-cookie")
        .ifPresent(value -> cookie = value.substring(0, value.indexOf(';')));
    return answer;
  }

  HttpResponse<String> ask(String method, String path, String body, String... headers) {
    return send(method, path, body, BodyHandlers.ofString(), headers);
  }

  InputStream events() {
    return send("GET", "/api/events", "", BodyHandlers.ofInputStream()).body();
  }

  private <T> HttpResponse<T> send(
      String method,
      String path,
      String body,
      HttpResponse.BodyHandler<T> handler,
      String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(url(path)))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!cookie.isEmpty()) {
      request.header("cookie", cookie);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a test", e);
    }
  }

  /// The value of a text field of a JSON answer.
  static String field(HttpResponse<String> answer, String name) {
    var match = Pattern.compile("\"%s\":\"([^\"]*)\"".formatted(name)).matcher(answer.body());
    return match.find() ? match.group(1) : "";
  }

  @Override
  public void close() {
    workbench.close();
    page.close();
    client.close();
  }
}

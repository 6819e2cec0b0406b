package dev.bellwether.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The whole system with its lab, and somebody who followed the link that it printed.
final class RunningLab {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What the workbench says of a script that it ended, and `rebuild` while the service still
  /// starts.
  private static final Pattern TOO_SLOW = Pattern.compile("ended after \\d+ s|: does not run");

  /// From the first trade to a map with all of them on a busy machine.
  private static final Duration COMPLETE_MAX = Duration.ofSeconds(60);

  /// Three times what the workbench gives a script.
  private static final Duration RESTARTED_MAX = Duration.ofMinutes(3);

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path data;
  private final LauncherProcess launcher;
  private final String address;
  private final String observatory;
  private final String cookie;

  private RunningLab(Path data) throws IOException, InterruptedException {
    this.data = data;
    var settings = LauncherProcess.settings(data);
    settings.put("BELLWETHER_LAB", "true");
    settings.put("BELLWETHER_LAB_FAULTS", "true");
    // The text that the project came from, where it is.
    var seed = LauncherProcess.root().resolve("../shared/seed").normalize();
    settings.put("BELLWETHER_LAB_TRACKS", Files.isDirectory(seed) ? seed.toString() : "");
    // Twelve trades are what a check looks at: here they are a second, not three.
    settings.put("BELLWETHER_TRADES_PER_SECOND", "12");
    launcher = LauncherProcess.start(settings, "up").awaitUp();
    address = "http://localhost:" + settings.get("BELLWETHER_WORKBENCH_PORT");
    observatory = "http://localhost:" + settings.get("BELLWETHER_OBSERVATORY_PORT");
    cookie = enter();
  }

  static RunningLab start(Path data) throws IOException, InterruptedException {
    return new RunningLab(data);
  }

  private String enter() throws IOException, InterruptedException {
    var token = Files.readString(data.resolve("secrets/lab-token")).strip();
    var request = HttpRequest.newBuilder(URI.create(address + "/enter?token=" + token)).build();
    var answer = client.send(request, BodyHandlers.discarding());
    var header = answer.headers().firstValue("set-cookie").orElseThrow();
    return header.substring(0, header.indexOf(';'));
  }

  String address() {
    return address;
  }

  String observatory() {
    return observatory;
  }

  /// `name=value`
  String cookie() {
    return cookie;
  }

  Path workCopy(String track) {
    return data.resolve("lab").resolve(track);
  }

  LedgerFile ledger() {
    return new LedgerFile(data.resolve("ledger/incidents.jsonl"));
  }

  /// @param step open, check, solve, skip or hint
  JsonNode step(String track, String challenge, String step)
      throws IOException, InterruptedException {
    return ask("POST", path(track, challenge, step), "");
  }

  /// A step that may restart a service.
  JsonNode longStep(String track, String challenge, String step) {
    return restarted(path(track, challenge, step));
  }

  private static String path(String track, String challenge, String step) {
    return "/api/tracks/%s/challenges/%s/%s".formatted(track, challenge, step);
  }

  /// On a machine that is busy with others a service may need longer to start than a script may
  /// take. It is asked for again then, as a learner would.
  private JsonNode restarted(String path) {
    return await(path)
        .atMost(RESTARTED_MAX)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> ask("POST", path, ""), answer -> !TOO_SLOW.matcher(output(answer)).find());
  }

  /// Checks until a failing check says these words. The map is complete, and the newest trades are
  /// those of the new code, a few seconds after it runs.
  JsonNode refused(String track, String challenge, String words) {
    return checked(track, challenge, words, answer -> output(answer).contains(words));
  }

  JsonNode accepted(String track, String challenge) {
    return checked(track, challenge, "passed", answer -> answer.path("passed").asBoolean());
  }

  private JsonNode checked(
      String track, String challenge, String what, Predicate<JsonNode> wanted) {
    return await(challenge + ": " + what)
        .atMost(COMPLETE_MAX)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> step(track, challenge, "check"), wanted);
  }

  /// Runs a service with the code of the work copy.
  void rebuild(String track, String service) {
    var rebuilt = restarted("/api/tracks/%s/rebuild?service=%s".formatted(track, service));
    assertThat(rebuilt.path("passed").asBoolean()).as(output(rebuilt)).isTrue();
  }

  /// Traces with a span that matches.
  JsonNode search(String query) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(
                URI.create(observatory + "/api/traces?q=" + URLEncoder.encode(query, UTF_8)))
            .build();
    return JSON.readTree(client.send(request, BodyHandlers.ofString()).body()).path("traces");
  }

  JsonNode ask(String method, String path, String body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("cookie", cookie)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return JSON.readTree(client.send(request.build(), BodyHandlers.ofString()).body());
  }

  static String output(JsonNode answer) {
    return answer.path("output").asString("");
  }

  void end() throws InterruptedException {
    launcher.end();
    client.close();
  }
}

package dev.bellwether.lab;

import static dev.bellwether.lab.TestLab.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkbenchTest {
  private static final String CHALLENGE = "/api/tracks/small/challenges/one";
  private static final String TERMINAL = CHALLENGE + "/tabs/0/terminal";

  @TempDir Path folder;
  private TestLab lab;

  @BeforeEach
  void start() throws IOException {
    var track = Files.createDirectories(folder.resolve("small"));
    Files.createDirectories(track.resolve("01-one"));
    Files.createDirectories(track.resolve("assets"));
    Files.writeString(track.resolve("assets/map.png"), "picture");
    Files.writeString(
        track.resolve("01-one/assignment.md"),
        """
        ---
        slug: one
        type: challenge
        title: One
        tabs:
        - title: Shell
          type: terminal
          hostname: host-1
          workdir: /workspace/workshop/src
        - title: Elsewhere
          type: service
          hostname: mars
          port: 80
        hints: [first hint, second hint]
        ---
        # Hello
        """);
    Files.writeString(track.resolve("01-one/setup-host-1"), "echo prepared >prepared");
    Files.writeString(
        track.resolve("01-one/check-host-1"),
        "test -e solved || { echo \"$LAB_HOST: solved is missing\"; exit 1; }");
    Files.writeString(track.resolve("01-one/solve-host-1"), "touch solved");
    Files.writeString(track.resolve("02-two.md"), "nothing");
    lab = new TestLab(folder, List.of(track, folder.resolve("none")));
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void the_printed_link_lets_in_once_with_a_cookie_that_scripts_and_strangers_never_see() {
    var entered = lab.enter();

    assertThat(entered.statusCode()).isEqualTo(303);
    assertThat(entered.headers().firstValue("set-cookie").orElseThrow())
        .contains("HttpOnly", "SameSite=Strict", "Path=/");
    assertThat(lab.ask("GET", "/", "").statusCode()).isEqualTo(200);

    assertThat(folder.resolve("token")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api/tracks",
        "/api/events",
        "/api/tracks/small/file?path=trading/trader/pom.xml"
      })
  void nobody_is_served_who_did_not_follow_the_link(String path) {
    assertThat(lab.ask("GET", path, "").statusCode()).isEqualTo(401);
    assertThat(lab.ask("GET", path, "", "cookie", "bellwether-lab=x").statusCode()).isEqualTo(401);
    assertThat(lab.ask("GET", "/enter?token=wrong", "").statusCode()).isEqualTo(403);
    assertThat(lab.ask("GET", "/enter", "").statusCode()).isEqualTo(403);
  }

  @Test
  void a_used_link_lets_nobody_else_in() {
    var link = "/enter?token=" + TestLab.TOKEN;
    assertThat(lab.ask("GET", link, "").statusCode()).isEqualTo(303);

    assertThat(lab.ask("GET", link, "").statusCode()).isEqualTo(403);
  }

  @Test
  void a_strangers_page_can_do_nothing_even_with_the_cookie() {
    lab.enter();

    for (var header : List.of("http://evil.example", "http://localhost:4300", "null")) {
      assertThat(lab.ask("POST", TERMINAL, "", "origin", header).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void a_track_lists_its_challenges_and_what_is_wrong_with_them() {
    lab.enter();

    assertThat(lab.ask("GET", "/api/tracks", "").body())
        .contains("\"slug\":\"one\"", "02-two.md:1: front matter: missing");
  }

  @Test
  void opening_prepares_a_challenge_once_and_a_restart_goes_on_from_there() throws IOException {
    lab.enter();

    assertThat(field(lab.ask("POST", CHALLENGE + "/open", ""), "state")).isEqualTo("STARTED");
    assertThat(lab.workCopy("small").resolve("prepared")).exists();

    Files.delete(lab.workCopy("small").resolve("prepared"));
    lab.restart();
    var again = lab.ask("POST", CHALLENGE + "/open", "");

    assertThat(field(again, "state")).isEqualTo("STARTED");
    assertThat(lab.workCopy("small").resolve("prepared")).doesNotExist();
    assertThat(again.body()).contains("hostname: 'mars' (expected: one of");
  }

  @Test
  void a_check_says_what_is_missing_until_the_challenge_is_solved() {
    lab.enter();
    lab.ask("POST", CHALLENGE + "/open", "");

    var before = lab.ask("POST", CHALLENGE + "/check", "");

    assertThat(before.body()).contains("\"passed\":false", "host-1: solved is missing");

    lab.ask("POST", CHALLENGE + "/solve", "");
    var after = lab.ask("POST", CHALLENGE + "/check", "");

    assertThat(after.body()).contains("\"passed\":true", "\"state\":\"DONE\"");
  }

  @Test
  void hints_come_one_by_one() {
    lab.enter();
    lab.ask("POST", CHALLENGE + "/open", "");

    var first = lab.ask("POST", CHALLENGE + "/hint", "").body();

    assertThat(first).contains("first hint", "\"hintsTotal\":2").doesNotContain("second hint");
    assertThat(lab.ask("POST", CHALLENGE + "/hint", "").body()).contains("second hint");
    assertThat(lab.ask("POST", CHALLENGE + "/hint", "").statusCode()).isEqualTo(200);
  }

  @Test
  void a_reset_forgets_changes_progress_and_shells() {
    lab.enter();
    lab.ask("POST", CHALLENGE + "/open", "");
    lab.ask("POST", CHALLENGE + "/skip", "");
    var terminal = field(lab.ask("POST", TERMINAL, ""), "id");

    var reset = lab.ask("POST", "/api/tracks/small/reset", "");

    assertThat(reset.body()).contains("\"state\":\"OPEN\"").doesNotContain("SKIPPED");
    assertThat(lab.workCopy("small").resolve("prepared")).doesNotExist();
    assertThat(type(terminal, "x").statusCode()).isEqualTo(404);
  }

  @Test
  void whoever_starts_over_gets_another_story() throws IOException {
    lab.enter();
    lab.ask("POST", CHALLENGE + "/open", "");
    var before = Files.readString(folder.resolve("data/small.json"));
    lab.restart();
    lab.ask("POST", CHALLENGE + "/hint", "");
    var seed = Pattern.compile("\"seed\":\\d+");
    var kept = Files.readString(folder.resolve("data/small.json"));

    lab.ask("POST", "/api/tracks/small/reset", "");

    assertThat(found(seed, kept)).isEqualTo(found(seed, before));
    assertThat(Files.readString(folder.resolve("data/small.json")))
        .containsPattern(seed)
        .doesNotContain(found(seed, before) + ",");
  }

  private static String found(Pattern pattern, String text) {
    var match = pattern.matcher(text);
    assertThat(match.find()).as(text).isTrue();
    return match.group();
  }

  @Test
  void faults_are_the_instructors() {
    lab.enter();

    var refused = lab.ask("POST", "/api/desk/faults?path=/flags/GC", "");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("BELLWETHER_LAB_FAULTS");
  }

  @Test
  void the_desk_may_be_framed_by_the_workbench_and_the_workbench_by_nobody() {
    lab.enter();

    assertThat(policy("/desk")).contains("frame-ancestors 'self'");
    assertThat(policy("/")).contains("frame-ancestors 'none'", "frame-src 'self' http://localhost");
  }

  private String policy(String path) {
    var headers = lab.ask("GET", path, "").headers();
    return headers.firstValue("content-security-policy").orElseThrow();
  }

  @Test
  void a_file_is_saved_and_read_again() {
    lab.enter();
    var file = "/api/tracks/small/file?path=trading/trader/pom.xml";

    assertThat(lab.ask("PUT", file, "<new/>").statusCode()).isEqualTo(204);

    assertThat(lab.ask("GET", file, "").body()).contains("<new/>");
    assertThat(lab.ask("PUT", "/api/tracks/small/file?path=../session", "x").statusCode())
        .isEqualTo(403);
    assertThat(lab.ask("GET", "/tracks/small/assets/map.png", "").body()).isEqualTo("picture");
    assertThat(lab.ask("GET", "/tracks/small/assets/..%2Ftrack.yml", "").statusCode())
        .isEqualTo(404);
  }

  @Test
  void a_shell_echoes_what_is_typed_at_once_and_stays_when_the_page_is_gone() {
    lab.enter();
    var heard = listen();
    var id = field(lab.ask("POST", TERMINAL + "?columns=100&rows=30", ""), "id");

    type(id, "echo 4$((1+1)); pwd; stty size\r");

    await()
        .untilAsserted(
            () -> assertThat(String.join("", heard)).contains("42", "small/trading", "30 100"));
    // A new page is shown what there was.
    assertThat(lab.ask("POST", TERMINAL, "").body()).contains("small/trading");

    var nanos = new ArrayList<Long>();
    for (char typed = 'a'; typed <= 'z'; typed++) {
      int known = heard.size();
      long begin = System.nanoTime();
      type(id, String.valueOf(typed));
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> heard.size() > known);
      nanos.add(System.nanoTime() - begin);
    }
    nanos.sort(null);
    System.out.printf(
        "from key to echo: median %.1f ms, slowest %.1f ms%n",
        nanos.get(nanos.size() / 2) / 1e6, nanos.getLast() / 1e6);
    assertThat(nanos.get(nanos.size() / 2)).isLessThan(Duration.ofMillis(100).toNanos());
  }

  @Test
  void a_shell_that_has_ended_is_followed_by_a_new_one() {
    lab.enter();
    var heard = listen();
    var id = field(lab.ask("POST", TERMINAL, ""), "id");

    type(id, "exit 3\r");
    await().untilAsserted(() -> assertThat(String.join("", heard)).contains("\"exitCode\":3"));
    lab.ask("POST", TERMINAL, "");
    type(id, "echo 4$((1+1))\r");

    await().untilAsserted(() -> assertThat(String.join("", heard)).contains("42"));
  }

  @Test
  void a_flood_of_output_is_slowed_down_and_not_kept() {
    lab.enter();
    var heard = listen();
    var id = field(lab.ask("POST", TERMINAL, ""), "id");

    type(id, "seq 1 200000; echo 4$((1+1))end\r");

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            // A read may end in the middle of a word.
            () -> assertThat(texts(newest(heard, 3))).contains("42end"));
    assertThat(lab.ask("POST", TERMINAL, "").body().length()).isLessThan(600_000);
  }

  /// Of a list that grows meanwhile.
  private static List<String> newest(List<String> events, int count) {
    var known = List.copyOf(events);
    return known.subList(Math.max(0, known.size() - count), known.size());
  }

  private static String texts(List<String> events) {
    return events.stream()
        .map(event -> event.replaceAll("(?s).*\"text\":\"(.*)\",\"position\".*", "$1"))
        .collect(Collectors.joining());
  }

  private HttpResponse<String> type(String id, String text) {
    var encoded = URLEncoder.encode(id, StandardCharsets.UTF_8);
    return lab.ask("POST", "/api/terminal/input?id=" + encoded, text);
  }

  /// The data of all events, as they come.
  private List<String> listen() {
    var heard = new CopyOnWriteArrayList<String>();
    var stream = lab.events();
    Thread.ofVirtual()
        .start(() -> {
          try (var lines =
              new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
              if (line.startsWith("data: ")) {
                heard.add(line);
              }
            }
          } catch (IOException | UncheckedIOException _) {
            // The test is over.
          }
        });
    await().until(() -> !heard.isEmpty());
    return heard;
  }
}

package dev.bellwether.lab.track;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.lab.track.Challenge.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackReaderTest {
  private static final String FRONT_MATTER =
      """
      ---
      slug: first
      id: a1
      type: challenge
      title: First steps
      tabs:
      - id: t0
        title: Map
        type: service
        hostname: observatory
        path: /map
        port: 4300
      - id: t1
        title: Trader
        type: code
        hostname: host-1
        path: /workspace/trader
      - id: t2
        title: Terminal
        type: terminal
        hostname: host-1
        workdir: /workspace
      difficulty: basic
      timelimit: 600
      enhanced_loading: null
      notes:
      - type: text
        contents: Coffee *first*.
      hints:
      - Look at the map.
      - Look **again**.
      ---
      """;

  @TempDir Path folder;

  @Test
  void the_front_matter_says_what_is_beside_the_assignment() throws IOException {
    write("01-first/assignment.md", FRONT_MATTER + "Hello");

    var challenge = challenge();

    assertThat(challenge.slug()).isEqualTo("first");
    assertThat(challenge.title()).isEqualTo("First steps");
    assertThat(challenge.difficulty()).isEqualTo("basic");
    assertThat(challenge.timeLimit()).isEqualTo(Duration.ofMinutes(10));
    assertThat(challenge.tabs())
        .containsExactly(
            new Tab.Service("Map", "observatory", "/map", 4300),
            new Tab.Code("Trader", "host-1", "/workspace/trader"),
            new Tab.Terminal("Terminal", "host-1", "/workspace"));
    assertThat(challenge.notes()).extracting(Markup::plain).containsExactly("Coffee first.");
    assertThat(challenge.hints())
        .extracting(Markup::plain)
        .containsExactly("Look at the map.", "Look again.");
    assertThat(challenge.assignment().plain()).isEqualTo("Hello");
  }

  @Test
  void the_assignment_that_the_project_came_from_is_a_challenge() {
    var seed = repository().resolve("../shared/seed").normalize();
    Assumptions.assumeThat(seed).isDirectory();

    var track = TrackReader.read(seed);

    assertThat(track.challenges()).hasOnlyElementsOfType(Challenge.class);
    var challenge = track.challenge("otel").orElseThrow();
    assertThat(challenge.tabs())
        .extracting(Tab::title)
        .containsExactly(
            "Elastic", "Trader Source Code", "Terminal (host-1)", "Terminal (kubernetes-vm)");
    assertThat(tags(challenge.assignment()))
        .contains("h1", "callout", "ul", "code", "a", "image", "p");
    assertThat(challenge.assignment().plain()).contains("Adding span attributes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"attributes", "root-cause", "broken-wiring"})
  void every_challenge_of_ours_can_be_read_prepared_checked_and_solved(String name) {
    var track = TrackReader.read(repository().resolve("lab/tracks").resolve(name));

    assertThat(track.challenges()).isNotEmpty().hasOnlyElementsOfType(Challenge.class);
    assertThat(track.challenges())
        .allSatisfy(entry -> {
          var challenge = (Challenge) entry;
          assertThat(challenge.hints()).hasSizeGreaterThan(2);
          assertThat(challenge.scripts(Script.Kind.CHECK)).hasSize(1);
          assertThat(challenge.scripts(Script.Kind.SOLVE)).hasSize(1);
        });
  }

  @Test
  void scripts_belong_to_a_kind_and_a_host() throws IOException {
    write("01-first/assignment.md", FRONT_MATTER);
    write("01-first/setup-host-1", "");
    write("01-first/check-host-1", "");
    write("01-first/check-observatory", "");
    write("01-first/notes.txt", "");

    var challenge = challenge();

    assertThat(challenge.scripts(Script.Kind.SETUP)).hasSize(1);
    assertThat(challenge.scripts(Script.Kind.CHECK))
        .extracting(Script::hostname)
        .containsExactly("host-1", "observatory");
    assertThat(challenge.scripts(Script.Kind.SOLVE)).isEmpty();
  }

  @Test
  void challenges_come_in_the_order_of_their_folders() throws IOException {
    write("02-b/assignment.md", FRONT_MATTER.replace("slug: first", "slug: second"));
    write("01-a.md", FRONT_MATTER);
    write("README.md", "not a challenge");

    var track = TrackReader.read(folder);

    assertThat(track.challenges())
        .extracting(entry -> ((Challenge) entry).slug())
        .containsExactly("first", "second");
  }

  @Test
  void a_track_without_a_description_is_called_as_its_folder() throws IOException {
    write("01-a.md", FRONT_MATTER);

    assertThat(TrackReader.read(folder).title()).isEqualTo(folder.getFileName().toString());

    write("track.yml", "title: Attributes\nteaser: Find the customer");

    assertThat(TrackReader.read(folder).title()).isEqualTo("Attributes");
    assertThat(TrackReader.read(folder).teaser()).isEqualTo("Find the customer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: service|type: shop|:9: type: 'shop' (expected: service, code or terminal)",
        "port: 4300|port: 70000|:12: port: '70000' (expected: 0 to 65535)",
        "timelimit: 600|timelimit: soon|:24: timelimit: 'soon' (expected: 0 to 86400)",
        "title: First steps|title: ''|:5: title: missing (expected: a text)",
        "title: First steps|author: nobody|:2: title: missing (expected: a text)",
        "slug: first|slug: ../first|:2: slug: '../first' (expected: ",
        "slug: first|slug: [a]|:2: slug: a list (expected: a text)",
        "type: challenge|type: quiz|:4: type: 'quiz' (expected: challenge)",
        "title: First steps|title: \"First|YAML: ",
      })
  void what_is_malformed_is_named_with_file_line_and_rule(String good, String bad, String complaint)
      throws IOException {
    write("01-first/assignment.md", FRONT_MATTER.replace(good, bad));
    write("02-second.md", FRONT_MATTER.replace("slug: first", "slug: second"));

    var track = TrackReader.read(folder);

    var broken = (Track.Broken) track.challenges().getFirst();
    assertThat(broken.problem()).contains("01-first/assignment.md").contains(complaint);
    assertThat(track.challenge("second")).isPresent();
  }

  @Test
  void an_assignment_without_front_matter_or_without_its_end_is_malformed() throws IOException {
    write("01-a.md", "# Hello");
    write("02-b.md", "---\nslug: b\n");
    write("03-c.md", "");

    assertThat(TrackReader.read(folder).challenges())
        .extracting(entry -> ((Track.Broken) entry).problem().replaceFirst("^[^/]*/", ""))
        .containsExactly(
            "01-a.md:1: front matter: missing (expected: ---)",
            "02-b.md:1: front matter: no end (expected: ---)",
            "03-c.md:1: front matter: missing (expected: ---)");
  }

  @Test
  void two_challenges_cannot_have_the_same_name() throws IOException {
    write("01-a.md", FRONT_MATTER);
    write("02-b.md", FRONT_MATTER);

    assertThat(((Track.Broken) TrackReader.read(folder).challenges().getLast()).problem())
        .endsWith("02-b.md: slug: 'first' (expected: one of its own)");
  }

  @Test
  void a_button_to_a_tab_that_is_not_there_is_malformed() throws IOException {
    write("01-a.md", FRONT_MATTER + "\nHello\n\n[button label=\"Go\"](tab-3)");

    assertThat(((Track.Broken) TrackReader.read(folder).challenges().getFirst()).problem())
        .endsWith("01-a.md:36: link: tab-3 (expected: tab-0 to tab-2)");
  }

  static List<String> tags(Markup markup) {
    return Stream.concat(
            Stream.of(markup.tag()),
            markup.children().stream().flatMap(child -> tags(child).stream()))
        .toList();
  }

  /// The nearest folder above that has the one command.
  static Path repository() {
    var path = Path.of("").toAbsolutePath();
    while (!Files.exists(path.resolve("bellwether"))) {
      path = requireNonNull(path.getParent(), "no folder above has the command bellwether");
    }
    return path;
  }

  private Challenge challenge() {
    return (Challenge) TrackReader.read(folder).challenges().getFirst();
  }

  private void write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}

package dev.bellwether.lab.track;

import dev.bellwether.lab.track.Challenge.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the folder of a track. The package's description has the tree.
public final class TrackReader {
  private static final String ASSIGNMENT = "assignment.md";

  /// An assignment is read by a person; a book is a mistake.
  private static final long ASSIGNMENT_BYTES_MAX = 1 << 20;

  private static final int TIME_LIMIT_SECONDS_MAX = 24 * 3600;

  private static final Pattern SLUG = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}");
  private static final Pattern CHALLENGE_FILE = Pattern.compile("[0-9].*\\.(md|txt)");
  private static final Pattern PICTURE =
      Pattern.compile("[a-zA-Z0-9._-]+\\.(png|jpg|svg|webp|gif)");
  private static final Pattern SCRIPT =
      Pattern.compile("(setup|check|solve|cleanup)-([a-zA-Z0-9._-]+)");

  private final Path folder;
  private final String slug;
  private final Set<String> pictures;

  private TrackReader(Path folder) {
    this.folder = folder;
    this.slug = folder.getFileName().toString();
    this.pictures =
        names(folder.resolve("assets")).stream()
            .filter(name -> PICTURE.matcher(name).matches())
            .collect(Collectors.toSet());
  }

  /// Where the pictures of a track are served.
  public static String addressOfAssets(String track) {
    return "/tracks/" + track + "/assets/";
  }

  /// Reads a track; a challenge that cannot be read is there as [Track.Broken].
  ///
  /// @throws AssignmentProblem when the track itself is wrong
  public static Track read(Path folder) {
    return new TrackReader(folder.toAbsolutePath().normalize()).track();
  }

  private Track track() {
    if (!Files.isDirectory(folder)) {
      throw new AssignmentProblem(folder, 0, "track: no such folder");
    }
    if (!SLUG.matcher(slug).matches()) {
      throw new AssignmentProblem(folder, 0, "track: '%s' (expected: %s)".formatted(slug, SLUG));
    }
    var file = folder.resolve("track.yml");
    var fields = FrontMatter.parse(shown(file), 0, Files.exists(file) ? text(file) : "");
    var title = fields.text("title");
    return new Track(
        slug, title.isBlank() ? slug : title, fields.text("teaser"), folder, challenges());
  }

  private List<Track.Entry> challenges() {
    var entries = new ArrayList<Track.Entry>();
    var slugs = new HashSet<String>();
    for (var name : names(folder)) {
      var path = folder.resolve(name);
      boolean inFolder = Files.exists(path.resolve(ASSIGNMENT));
      if (!inFolder && !CHALLENGE_FILE.matcher(name).matches()) {
        continue;
      }
      try {
        var file = inFolder ? path.resolve(ASSIGNMENT) : path;
        var challenge = challenge(file, inFolder ? scripts(path) : List.of());
        if (!slugs.add(challenge.slug())) {
          throw new AssignmentProblem(
              shown(file), 0, "slug: '%s' (expected: one of its own)".formatted(challenge.slug()));
        }
        entries.add(challenge);
      } catch (AssignmentProblem problem) {
        entries.add(new Track.Broken(name, String.valueOf(problem.getMessage())));
      }
    }
    return entries;
  }

  /// The front matter stands between two lines of three dashes, the first of which is the first
  /// line of the file.
  private Challenge challenge(Path file, List<Script> scripts) {
    var lines = text(file).lines().toList();
    if (lines.isEmpty() || !lines.getFirst().strip().equals("---")) {
      throw new AssignmentProblem(shown(file), 1, "front matter: missing (expected: ---)");
    }
    int end = 1;
    while (end < lines.size() && !lines.get(end).stripTrailing().equals("---")) {
      end++;
    }
    if (end == lines.size()) {
      throw new AssignmentProblem(shown(file), 1, "front matter: no end (expected: ---)");
    }
    var fields = FrontMatter.parse(shown(file), 1, String.join("\n", lines.subList(1, end)));
    if (!fields.text("type").equals("challenge")) {
      throw fields.problem(
          "type", "type: '%s' (expected: challenge)".formatted(fields.text("type")));
    }
    var tabs = fields.list("tabs").stream().map(TrackReader::tab).toList();
    var reader =
        new MarkdownReader(shown(file), end + 1, tabs.size(), addressOfAssets(slug), pictures);
    return new Challenge(
        slug(fields),
        fields.text("id"),
        fields.required("title"),
        tabs,
        fields.text("difficulty"),
        Duration.ofSeconds(fields.number("timelimit", TIME_LIMIT_SECONDS_MAX)),
        contents(fields, "notes", reader),
        contents(fields, "hints", reader),
        reader.read(String.join("\n", lines.subList(end + 1, lines.size()))),
        scripts);
  }

  private static String slug(FrontMatter fields) {
    var slug = fields.required("slug");
    if (!SLUG.matcher(slug).matches()) {
      throw fields.problem("slug", "slug: '%s' (expected: %s)".formatted(slug, SLUG));
    }
    return slug;
  }

  private static Tab tab(FrontMatter fields) {
    var title = fields.required("title");
    var hostname = fields.required("hostname");
    return switch (fields.text("type")) {
      case "service" ->
          new Tab.Service(title, hostname, fields.text("path"), fields.number("port", 65_535));
      case "code" -> new Tab.Code(title, hostname, fields.required("path"));
      case "terminal" -> new Tab.Terminal(title, hostname, fields.text("workdir"));
      case String other ->
          throw fields.problem(
              "type", "type: '%s' (expected: service, code or terminal)".formatted(other));
    };
  }

  private static List<Markup> contents(FrontMatter fields, String name, MarkdownReader reader) {
    return fields.list(name).stream().map(item -> reader.read(item.required("contents"))).toList();
  }

  private static List<Script> scripts(Path folder) {
    var scripts = new ArrayList<Script>();
    for (var name : names(folder)) {
      var match = SCRIPT.matcher(name);
      if (match.matches()) {
        var kind = Script.Kind.valueOf(match.group(1).toUpperCase(Locale.ROOT));
        scripts.add(new Script(kind, match.group(2), folder.resolve(name)));
      }
    }
    return scripts;
  }

  private String text(Path file) {
    try {
      if (Files.size(file) > ASSIGNMENT_BYTES_MAX) {
        throw new AssignmentProblem(
            shown(file), 0, "size: more than %d bytes".formatted(ASSIGNMENT_BYTES_MAX));
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new AssignmentProblem(shown(file), 0, "encoding: not UTF-8");
    } catch (IOException e) {
      throw new AssignmentProblem(shown(file), 0, "cannot be read: " + e);
    }
  }

  /// As complaints name it: from the folder of the track on.
  private Path shown(Path file) {
    return Path.of(slug).resolve(folder.relativize(file));
  }

  private static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

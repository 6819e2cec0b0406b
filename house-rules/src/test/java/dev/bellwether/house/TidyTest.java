package dev.bellwether.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every tracked file may say, read as text.
class TidyTest {
  private static final int FILE_LINES_MAX = 600;
  private static final Set<String> CODE = Set.of("java", "js", "css", "sh", "sql", "html");

  // The brackets around one character keep these patterns from matching themselves.

  private static final Pattern REGISTRY =
      Pattern.compile(
          "repo1?[.]maven|central[.]sonatype|registry[.]npmjs|registry[.]yarnpkg|pypi[.]org"
              + "|pythonhosted[.]org|index[.]crates[.]io|proxy[.]golang[.]org|rubygems[.]org"
              + "|archive[.]ubuntu[.]com|deb[.]debian[.]org");

  private static final Pattern MACHINE_PATH =
      Pattern.compile("(^|[^\\w./~$}-])/(home|Users|root|work|mnt|tmp/wt)/[\\w.-]+");

  private static final Pattern UNFINISHED = Pattern.compile("\\b(TO[D]O|FIX[M]E|X[X]X)\\b");

  /// `[text](target)`, without the title that may follow the target. In an assignment of the lab,
  /// `tab-0` is a tab beside it.
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)[^)]*\\)");

  @Test
  void a_file_has_at_most_600_lines() {
    var tooLong =
        code().filter(file -> Repository.lines(file).size() > FILE_LINES_MAX).map(Path::toString);

    assertThat(tooLong).as("split the file where the idea splits (rule 6)").isEmpty();
  }

  @Test
  void no_file_names_the_host_of_a_registry() {
    assertThat(places(REGISTRY))
        .as("leave the host to the settings of the client that fetches")
        .isEmpty();
  }

  @Test
  void no_file_names_a_path_of_one_machine() {
    assertThat(places(MACHINE_PATH)).as("write the path from the repository's root").isEmpty();
  }

  @Test
  void nothing_is_left_unfinished() {
    assertThat(places(UNFINISHED)).as("do it now, or open an issue").isEmpty();
  }

  @Test
  void links_between_documents_resolve() {
    var broken = new ArrayList<String>();
    for (var document : Repository.files(".md")) {
      for (var target : relativeLinks(document)) {
        if (!Files.exists(Repository.ROOT.resolve(document).resolveSibling(target))) {
          broken.add("%s -> %s".formatted(document, target));
        }
      }
    }

    assertThat(broken).as("these links lead nowhere").isEmpty();
  }

  @Test
  void the_changelog_has_a_place_for_what_comes_next() {
    var changelog = Path.of("CHANGELOG.md");
    assertThat(Repository.ROOT.resolve(changelog)).as("write a changelog (rule 34)").exists();

    assertThat(Repository.lines(changelog))
        .as("begin the changelog with a section of what is not released yet")
        .anyMatch(line -> line.toLowerCase(Locale.ROOT).matches("## \\[?unreleased\\]?.*"));
  }

  private static List<String> relativeLinks(Path document) {
    var text =
        String.join("\n", Repository.lines(document)).replaceAll("(?s)```.*?```|`[^`\n]*`", "");
    return LINK.matcher(text)
        .results()
        .map(link -> link.group(1).replaceFirst("#.*", ""))
        .filter(target -> !target.isEmpty() && !target.matches("[a-z]+:.*|tab-[0-9]+"))
        .toList();
  }

  private static Stream<Path> code() {
    return Repository.files().stream()
        .filter(file -> {
          var name = file.getFileName().toString();
          return CODE.contains(name.substring(name.lastIndexOf('.') + 1));
        });
  }

  /// `file:line: text` of each line in which the pattern is found.
  private static List<String> places(Pattern pattern) {
    var places = new ArrayList<String>();
    for (var file : Repository.files()) {
      var number = 0;
      for (var line : Repository.lines(file)) {
        number++;
        if (pattern.matcher(line).find()) {
          places.add("%s:%d: %s".formatted(file, number, line.strip()));
        }
      }
    }
    return places;
  }
}

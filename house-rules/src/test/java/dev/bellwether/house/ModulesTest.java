package dev.bellwether.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/// What the poms may say.
class ModulesTest {
  private static final Path HERE = Path.of("house-rules");

  @Test
  void every_pom_is_of_a_module_that_the_root_pom_lists() {
    var found =
        Repository.files("pom.xml").stream()
            .map(Path::getParent)
            .filter(folder -> folder != null)
            .collect(Collectors.toSet());

    assertThat(found)
        .as("list the module in the root pom, in the order that data flows")
        .containsExactlyInAnyOrderElementsOf(Repository.modules());
  }

  @Test
  void these_rules_wait_for_every_module() {
    var others =
        Repository.modules().stream()
            .filter(module -> !module.equals(HERE))
            .map(module ->
                Repository.text(Repository.pom(module).getDocumentElement(), "artifactId"))
            .toList();

    assertThat(artifactIds(HERE, dependency -> Repository.text(dependency, "type").equals("pom")))
        .as("add the module to the pom of house-rules, as a dependency of type pom")
        .containsExactlyInAnyOrderElementsOf(others);
  }

  @ParameterizedTest
  @CsvSource({
    "observatory/model, ''",
    "observatory/store, 'bellwether-model'",
    "observatory/analysis, 'bellwether-store commons-statistics-inference'",
  })
  void the_heart_needs_no_libraries(String module, String allowed) {
    var unexpected =
        artifactIds(Path.of(module), one -> !Repository.text(one, "scope").equals("test")).stream()
            .filter(name -> !List.of(allowed.split(" ", -1)).contains(name))
            .toList();

    assertThat(unexpected)
        .as("%s uses the JDK and JSpecify (rule 31): write the few lines, or a decision", module)
        .isEmpty();
  }

  private static List<String> artifactIds(Path module, Predicate<Element> wanted) {
    return Repository.elements(Repository.pom(module), "dependency")
        .filter(wanted)
        .map(dependency -> Repository.text(dependency, "artifactId"))
        .toList();
  }
}

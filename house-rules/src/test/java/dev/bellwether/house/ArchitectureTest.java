package dev.bellwether.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who may know whom (rule 1 and DESIGN.md's arrows), read from the compiled classes.
class ArchitectureTest {
  private static final String ROOT_PACKAGE = "dev.bellwether.";

  /// Each module's package, and the packages of other modules it may use. A package below belongs
  /// to the longest name here that begins its own.
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("journal", Set.of()),
          Map.entry("http", Set.of()),
          Map.entry("store", Set.of("model")),
          Map.entry("store.tests", Set.of("model", "store")),
          Map.entry("store.segments", Set.of("model", "store", "journal")),
          Map.entry("store.elasticsearch", Set.of("model", "store", "journal")),
          Map.entry("node", Set.of()),
          Map.entry("otlp", Set.of("model", "store", "http")),
          Map.entry("analysis", Set.of("model", "store")),
          Map.entry("api", Set.of("model", "store", "analysis", "http")),
          Map.entry("web", Set.of("http")),
          Map.entry("web.tests", Set.of()),
          Map.entry(
              "server",
              Set.of(
                  "model",
                  "store",
                  "store.segments",
                  "store.elasticsearch",
                  "otlp",
                  "analysis",
                  "api",
                  "web",
                  "http")),
          Map.entry("lab", Set.of("http")),
          Map.entry("launcher", Set.of()),
          Map.entry(
              "benchmarks",
              Set.of("model", "store", "store.segments", "analysis", "otlp", "http", "history")),
          Map.entry("history", Set.of("faults", "monkey", "trader")),
          Map.entry("truth", Set.of("faults", "history", "monkey")),
          Map.entry("agentextension", Set.of()),
          Map.entry("faults", Set.of()),
          Map.entry("trader", Set.of("faults")),
          Map.entry("router", Set.of("faults")),
          Map.entry("recorder", Set.of("faults")),
          Map.entry("notifier", Set.of("faults")),
          Map.entry("clearinghouse", Set.of("faults")),
          Map.entry("monkey", Set.of("faults")));

  /// Modules that read no environment: their configuration comes from `server`.
  private static final Set<String> OBSERVATORY_BELOW_SERVER =
      Set.of(
          "model",
          "journal",
          "http",
          "store",
          "store.tests",
          "store.segments",
          "store.elasticsearch",
          "otlp",
          "analysis",
          "api",
          "web");

  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    var folders =
        Repository.modules().stream()
            .filter(module -> hasSources(module))
            .map(module -> Repository.ROOT.resolve(module).resolve("target/classes"))
            .toList();
    var missing = folders.stream().filter(folder -> !Files.isDirectory(folder)).toList();
    assertThat(missing)
        .as("these modules are not compiled: run `mvn verify`, or `mvn -pl house-rules -am verify`")
        .isEmpty();
    classes = new ClassFileImporter().importPaths(folders);
  }

  @Test
  void every_package_belongs_to_a_module_that_is_listed_here() {
    var strangers =
        classes.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> moduleOf(name).isEmpty())
            .distinct()
            .toList();

    assertThat(strangers).as("say in MAY_USE what these packages may use").isEmpty();
  }

  @Test
  void a_module_uses_only_the_modules_below_it() {
    var violations = new TreeSet<String>();
    for (var origin : classes) {
      var from = moduleOf(origin.getPackageName());
      for (var dependency : origin.getDirectDependenciesFromSelf()) {
        var to = moduleOf(dependency.getTargetClass().getPackageName());
        if (!to.isEmpty() && !to.equals(from) && !allowed(from).contains(to)) {
          violations.add("%s uses %s: %s".formatted(from, to, dependency.getDescription()));
        }
      }
    }

    assertThat(violations)
        .as("data flows one way: move the code to the side that may know both, or pass a value")
        .isEmpty();
  }

  @Test
  void a_receiver_only_writes_to_the_store() {
    noClasses()
        .that()
        .resideInAPackage("dev.bellwether.otlp..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("dev.bellwether.store..")
                .and(
                    DescribedPredicate.describe(
                        "are not for writing",
                        type ->
                            !type.getName().matches(".*[.](TelemetryWriter|StoreException.*)"))))
        .because("otlp knows nothing of the store but its TelemetryWriter and what that throws")
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void who_reads_the_store_never_writes() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.bellwether.analysis..", "dev.bellwether.api..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("dev.bellwether.store.TelemetryWriter")
        .because("analysis and api may only read the store")
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void only_the_server_reads_the_environment_of_the_observatory() {
    noClasses()
        .that(
            DescribedPredicate.describe(
                "are below the server",
                origin -> OBSERVATORY_BELOW_SERVER.contains(moduleOf(origin.getPackageName()))))
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .because("configuration is one record, read in one place (rule 22): pass what is needed")
        .check(classes);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching("dev.bellwether.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void a_name_says_what_a_type_is() {
    var vague = ".*(Impl|Manager|Utils?|Helpers?)|(Abstract|Base)[A-Z].*|I[A-Z][a-z].*";
    var names =
        classes.stream()
            .filter(type -> type.getSimpleName().matches(vague))
            .map(JavaClass::getName)
            .toList();

    assertThat(names)
        .as("name an implementation by what sets it apart, give a function to its type (rule 8)")
        .isEmpty();
  }

  private static boolean hasSources(Path module) {
    return Files.isDirectory(Repository.ROOT.resolve(module).resolve("src/main/java"));
  }

  private static Set<String> allowed(String module) {
    return MAY_USE.getOrDefault(module, Set.of());
  }

  /// Empty where the package is none of ours.
  private static String moduleOf(String packageName) {
    return MAY_USE.keySet().stream()
        .filter(module -> (packageName + ".").startsWith(ROOT_PACKAGE + module + "."))
        .max((one, other) -> Integer.compare(one.length(), other.length()))
        .orElse("");
  }
}

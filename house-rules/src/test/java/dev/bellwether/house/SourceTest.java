package dev.bellwether.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.VariableTree;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the Java files may say, read from their syntax trees.
class SourceTest {
  private static final int METHOD_LINES_MAX = 70;

  /// A module's package and one clear layer of it (rule 4).
  private static final int PACKAGES_MAX = 2;

  /// Modules that are a shelf of things which know nothing of each other: `analysis` has a package
  /// for each algorithm beside the service map, `benchmarks` one for each part that it measures.
  private static final Map<String, Integer> PACKAGES_MAX_OF_SHELVES =
      Map.of("observatory/analysis", 6, "benchmarks", 3);

  private static final Set<String> TEST_ANNOTATIONS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory");

  @Test
  void a_method_has_at_most_70_lines() {
    var tooLong = new TreeSet<String>();
    JavaSources.each(
        MethodTree.class,
        (method, path) -> {
          // A record's methods that nobody wrote have no place.
          if (method.getBody() != null && JavaSources.lines(path) > METHOD_LINES_MAX) {
            tooLong.add("%s %s".formatted(JavaSources.place(path), method.getName()));
          }
        });

    assertThat(tooLong).as("split the method where the idea splits (rule 6)").isEmpty();
  }

  @Test
  void every_package_says_what_is_here_and_is_null_marked() {
    var described = new HashSet<Path>();
    var folders = new TreeSet<Path>();
    for (var file : JavaSources.files()) {
      var path = JavaSources.path(file);
      if (JavaSources.isTest(file) || file.getPackage() == null) {
        continue;
      }
      folders.add(path.getParent());
      if (path.endsWith("package-info.java") && isNullMarked(file)) {
        described.add(path.getParent());
      }
    }
    folders.removeAll(described);

    assertThat(folders).as("add a package-info.java with @NullMarked (rules 4 and 13)").isEmpty();
  }

  @Test
  void a_module_has_one_package_or_two() {
    var packages = new TreeMap<String, Set<String>>();
    for (var file : JavaSources.files()) {
      var path = JavaSources.path(file).toString();
      if (path.contains("src/main/java/")) {
        packages
            .computeIfAbsent(path.substring(0, path.indexOf("/src/")), _ -> new TreeSet<>())
            .add(String.valueOf(file.getPackageName()));
      }
    }
    packages
        .entrySet()
        .removeIf(module ->
            module.getValue().size()
                <= PACKAGES_MAX_OF_SHELVES.getOrDefault(module.getKey(), PACKAGES_MAX));

    assertThat(packages).as("packages are small and flat (rule 4)").isEqualTo(Map.of());
  }

  @Test
  void a_test_is_named_as_a_sentence() {
    var names = new TreeSet<String>();
    JavaSources.each(
        MethodTree.class,
        (method, path) -> {
          var name = method.getName().toString();
          if (isTest(method) && !name.matches("[a-z0-9]+(_[a-zA-Z0-9]+){2,}")) {
            names.add("%s %s".formatted(JavaSources.place(path), name));
          }
        });

    assertThat(names).as("name_it_with_the_sentence_that_it_proves (rule 24)").isEmpty();
  }

  @Test
  void no_test_is_switched_off() {
    var places = new TreeSet<String>();
    JavaSources.each(
        AnnotationTree.class,
        (annotation, path) -> {
          if (nameOf(annotation).equals("Disabled")) {
            places.add(JavaSources.place(path));
          }
        });

    assertThat(places).as("repair the test, or delete it and say why in the commit").isEmpty();
  }

  @Test
  void no_test_sleeps() {
    var places = callsInTests("Thread.sleep|TimeUnit[.][A-Z]+[.]sleep", _ -> true);
    places.removeIf(SourceTest::saysWhy);

    assertThat(places)
        .as("wait for the condition; a pace that is the test's subject says so: `// Rule 26: …`")
        .isEmpty();
  }

  @Test
  void a_test_draws_from_the_seed_of_the_build() {
    var places = new TreeSet<String>();
    JavaSources.each(
        VariableTree.class,
        (variable, path) -> {
          var value = String.valueOf(variable.getInitializer());
          if (variable.getName().toString().equalsIgnoreCase("seed")
              && value.matches("(System\\.nanoTime|new Random)\\(\\).*")) {
            places.add(JavaSources.place(path));
          }
        });

    assertThat(places)
        .as("take Long.getLong(\"seed\", System.nanoTime()): every run draws the same")
        .isEmpty();
  }

  @Test
  void no_test_listens_on_a_fixed_port() {
    var places = callsInTests("(.*[.])?(listen|bind|port)", call -> isFixed(call.getFirst()));
    JavaSources.each(
        NewClassTree.class,
        (creation, path) -> {
          var type = creation.getIdentifier().toString();
          if (JavaSources.isTest(path.getCompilationUnit())
              && type.matches("InetSocketAddress|ServerSocket")
              && isFixed(portOf(type, creation.getArguments()))) {
            places.add(JavaSources.place(path));
          }
        });

    assertThat(places).as("listen on port 0 and ask which it became (rule 26)").isEmpty();
  }

  /// Whether the comment on the line above names the rule that is broken there.
  private static boolean saysWhy(String place) {
    var colon = place.lastIndexOf(':');
    var line = Integer.parseInt(place.substring(colon + 1));
    return Repository.lines(Path.of(place.substring(0, colon)))
        .get(line - 2)
        .contains("// Rule 26:");
  }

  /// Places in test folders where a method is called whose name and arguments match.
  private static Set<String> callsInTests(
      String method, Predicate<List<? extends ExpressionTree>> arguments) {
    var places = new TreeSet<String>();
    JavaSources.each(
        MethodInvocationTree.class,
        (call, path) -> {
          if (JavaSources.isTest(path.getCompilationUnit())
              && call.getMethodSelect().toString().matches(method)
              && !call.getArguments().isEmpty()
              && arguments.test(call.getArguments())) {
            places.add(JavaSources.place(path));
          }
        });
    return places;
  }

  /// A server socket's port comes first, before the backlog; an address's last, after the host.
  private static @Nullable ExpressionTree portOf(
      String type, List<? extends ExpressionTree> arguments) {
    if (arguments.isEmpty()) {
      return null;
    }
    return type.equals("ServerSocket") ? arguments.getFirst() : arguments.getLast();
  }

  private static boolean isFixed(@Nullable ExpressionTree port) {
    return port instanceof LiteralTree literal
        && literal.getValue() instanceof Integer number
        && number != 0;
  }

  private static boolean isNullMarked(CompilationUnitTree file) {
    return file.getPackageAnnotations().stream().anyMatch(a -> nameOf(a).equals("NullMarked"));
  }

  private static boolean isTest(MethodTree method) {
    return method.getModifiers().getAnnotations().stream()
        .anyMatch(annotation -> TEST_ANNOTATIONS.contains(nameOf(annotation)));
  }

  private static String nameOf(AnnotationTree annotation) {
    return annotation.getAnnotationType().toString();
  }
}

package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What tracks put in the place of a service's source fits the service of today.
final class LabSourcesTest {
  private static final String CONTEXT =
      "trading/trader/src/main/java/dev/bellwether/trader/TradeContext.java";
  private static final String NOTIFICATIONS =
      "trading/recorder/src/main/java/dev/bellwether/recorder/Notifications.java";

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("sources")
  void a_source_of_a_track_compiles_with_the_rest_of_its_service(Path source, String file)
      throws Exception {
    var text = LabSources.text(source, file);
    var changed = folder.resolve(Path.of(file).getFileName());
    Files.writeString(changed, text);

    assertThat(text).isNotEqualTo(Files.readString(LauncherProcess.root().resolve(file)));
    assertThat(complaints(file, changed)).isEmpty();
  }

  @Test
  void a_script_leaves_no_hint_of_what_it_took_away() throws Exception {
    var broken = tracks().resolve("broken-wiring/sources/recorder-broken.sed");

    assertThat(LabSources.text(broken, NOTIFICATIONS))
        .contains("Thread.ofVirtual().start(")
        .doesNotContain("An executor, not");
  }

  static Stream<Arguments> sources() throws IOException {
    return Stream.concat(
        files(tracks().resolve("attributes/sources")).stream().map(file -> of(file, CONTEXT)),
        files(tracks().resolve("broken-wiring/sources")).stream()
            .filter(file -> file.toString().endsWith(".sed"))
            .map(file -> of(file, NOTIFICATIONS)));
  }

  private static Arguments of(Path source, String file) {
    return Arguments.of(source, file);
  }

  private static String complaints(String file, Path changed) throws IOException {
    var module = LauncherProcess.root().resolve(Path.of(file).subpath(0, 2));
    var words = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      // Against the classes of the service: only what was changed is compiled.
      var classPath =
          module.resolve("target/classes")
              + ":"
              + Files.readString(module.resolve("target/classpath")).strip();
      var options = List.of("-d", changed.getParent() + "", "-cp", classPath, "-proc:none");
      var units = manager.getJavaFileObjects(changed);
      boolean _ = compiler.getTask(words, manager, null, options, null, units).call();
    }
    return words.toString();
  }

  private static Path tracks() {
    return LauncherProcess.root().resolve("lab/tracks");
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}

package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The smallest service, rebuilt from a work copy while it runs.
final class RebuildIT {
  private static final String SOURCE =
      "trading/clearinghouse/src/main/java/dev/bellwether/clearinghouse/Clearinghouse.java";

  @TempDir private Path folder;
  private Map<String, String> settings;
  private LauncherProcess launcher;

  @BeforeEach
  void start() throws IOException {
    settings = LauncherProcess.settings(folder.resolve("data"));
    launcher = LauncherProcess.start(settings, "up", "clearinghouse").awaitUp();
    var root = LauncherProcess.root();
    try (var sources = Files.walk(root.resolve("trading/clearinghouse/src/main"))) {
      for (var source : sources.filter(Files::isRegularFile).toList()) {
        var copy = folder.resolve("work").resolve(root.relativize(source).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(source, copy);
      }
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    launcher.end();
  }

  @Test
  void a_service_runs_with_its_new_code_and_keeps_it_until_the_next_start() throws Exception {
    assertThat(health()).isEqualTo("KERNEL OK");
    var built = launcher.part("clearinghouse");
    assertThat(rebuild().output()).contains("clearinghouse runs with this code already.");
    assertThat(launcher.part("clearinghouse").pid()).isEqualTo(built.pid());

    change("KERNEL OK", "KERNEL NEW");
    var first = rebuild();

    assertThat(first.output()).contains("clearinghouse runs with its new code: ");
    assertThat(first.exitCode()).isZero();
    assertThat(health()).isEqualTo("KERNEL NEW");

    change("KERNEL NEW", "KERNEL NEWER");
    Files.writeString(folder.resolve("work/trading/clearinghouse/jvm.options"), "# ours\n-Xmx48m");
    var second = rebuild();

    assertThat(second.exitCode()).as(second.output()).isZero();
    assertThat(health()).isEqualTo("KERNEL NEWER");
    var newer = launcher.part("clearinghouse");
    assertThat(newer.info().commandLine().orElseThrow()).contains("/jvm.options ");
    assertThat(rebuild().output()).contains("clearinghouse runs with this code already.");
    assertThat(launcher.part("clearinghouse").pid()).isEqualTo(newer.pid());
    try (var kept = Files.list(folder.resolve("data/rebuilt"))) {
      assertThat(kept).as("only what runs is kept").hasSize(1);
    }
  }

  @Test
  void what_does_not_compile_is_shown_and_the_earlier_code_runs_on() throws Exception {
    var before = launcher.part("clearinghouse");
    change("\"KERNEL OK\"", "KERNEL_OK");

    var rebuilt = rebuild();

    assertThat(rebuilt.exitCode()).isEqualTo(1);
    assertThat(rebuilt.output())
        .contains("clearinghouse does not compile, the earlier code runs on")
        .contains("error: cannot find symbol")
        .containsPattern("\n" + SOURCE + ":[0-9]+: error")
        .doesNotContain(folder.toString());
    assertThat(launcher.part("clearinghouse").pid()).isEqualTo(before.pid());
    assertThat(health()).isEqualTo("KERNEL OK");
  }

  @Test
  void what_does_not_become_healthy_gives_way_to_the_earlier_code() throws Exception {
    change("String[] arguments) {", "String[] arguments) {\n    if (true) { System.exit(7); }");

    var rebuilt = rebuild();

    assertThat(rebuilt.exitCode()).isEqualTo(1);
    assertThat(rebuilt.output()).contains("the new code did not become healthy, the earlier runs");
    assertThat(health()).isEqualTo("KERNEL OK");
  }

  @Test
  void what_does_not_run_or_does_not_exist_cannot_be_rebuilt() throws Exception {
    assertThat(rebuild("trader").output()).contains("trader: does not run");
    assertThat(rebuild("tradr").output()).contains("tradr: does not run");
    assertThat(rebuild("trader", "router").exitCode()).isEqualTo(2);
  }

  private void change(String from, String to) throws IOException {
    try (var sources = Files.walk(folder.resolve("work"))) {
      for (var source : sources.filter(Files::isRegularFile).toList()) {
        Files.writeString(source, Files.readString(source).replace(from, to));
      }
    }
  }

  private String health() throws IOException, InterruptedException {
    var uri = "http://127.0.0.1:%s/health".formatted(settings.get("BELLWETHER_CLEARINGHOUSE_PORT"));
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(uri)).build();
      return client.send(request, BodyHandlers.ofString()).body().strip();
    }
  }

  private record Rebuilt(int exitCode, String output) {}

  private Rebuilt rebuild() throws IOException, InterruptedException {
    return rebuild("clearinghouse");
  }

  private Rebuilt rebuild(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(LauncherProcess.root() + "/bellwether", "rebuild"));
    command.addAll(List.of(arguments));
    var output = folder.resolve("output").toFile();
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
    builder.directory(folder.resolve("work/trading").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("BELLWETHER_"));
    builder.environment().putAll(settings);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var process = builder.start();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    return new Rebuilt(process.exitValue(), Files.readString(output.toPath()));
  }
}

package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BellwetherScriptIT {
  private static final Path SCRIPT = LauncherProcess.root().resolve("bellwether");

  @TempDir private Path elsewhere;

  private record Answer(int exitCode, String output) {}

  private Answer run(Path script, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).directory(elsewhere.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), output);
  }

  @Test
  void help_lists_every_command_and_every_setting_without_a_colour() throws Exception {
    var help = run(SCRIPT, "help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.output())
        .contains("up", "--detach", "status", "stop", "test", "help")
        .contains(Settings.from(java.util.Map.of()).values().keySet())
        .doesNotContain("\u001b");
  }

  @Test
  void it_works_from_any_folder_and_through_a_symbolic_link() throws Exception {
    var link = Files.createSymbolicLink(elsewhere.resolve("bw"), SCRIPT);

    assertThat(run(link, "help").output()).contains("BELLWETHER_TRADER_PORT");
  }

  @Test
  void a_command_that_does_not_exist_is_named_with_those_that_do() throws Exception {
    var answer = run(SCRIPT, "upp");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.output())
        .contains(
            "upp: no such command (expected: up, lab, rebuild, generate, score, reconcile, stop, status, test or help)");
  }

  @Test
  void an_option_that_does_not_exist_is_named() throws Exception {
    var answer = run(SCRIPT, "up", "--dettach");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.output()).contains("--dettach");
  }
}

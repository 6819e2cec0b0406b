package dev.bellwether.launcher;

import java.nio.file.Path;
import java.util.List;

/// `up`, `stop`, `status` and `rebuild` of `./bellwether`, which is the only caller.
///
/// Exit codes: 0 done, 1 something is in the way, 2 wrong usage or configuration, 3 (only `status`)
/// not everything runs.
public final class Launcher {
  static final int DONE = 0;
  static final int IN_THE_WAY = 1;
  static final int WRONG_USAGE = 2;
  static final int NOT_RUNNING = 3;

  private Launcher() {}

  public static void main(String[] arguments) throws InterruptedException {
    boolean terminal = Boolean.getBoolean("bellwether.terminal");
    var style = new Style(terminal && System.getenv("NO_COLOR") == null);
    System.exit(run(List.of(arguments), terminal, style));
  }

  private static int run(List<String> arguments, boolean terminal, Style style)
      throws InterruptedException {
    var command = arguments.isEmpty() ? "" : arguments.getFirst();
    var root = Path.of(System.getProperty("bellwether.root", ".")).toAbsolutePath().normalize();
    try {
      var configuration = Configuration.from(root, System.getenv());
      return switch (command) {
        case "up" ->
            new Up(configuration, terminal, style).run(arguments.subList(1, arguments.size()));
        case "stop" -> new Running(configuration.folders(), System.out, style).stop();
        case "status" -> new Running(configuration.folders(), System.out, style).status();
        case "rebuild" ->
            new Rebuild(configuration, Path.of("").toAbsolutePath(), System.out)
                .run(arguments.subList(1, arguments.size()));
        default ->
            throw new IllegalArgumentException(
                "%s: no such command (expected: up, stop, status or rebuild)".formatted(command));
      };
    } catch (LauncherException e) {
      return complain(e, style, IN_THE_WAY);
    } catch (IllegalArgumentException e) {
      return complain(e, style, WRONG_USAGE);
    }
  }

  private static int complain(RuntimeException problem, Style style, int exitCode) {
    System.err.println(style.red("bellwether: " + problem.getMessage()));
    return exitCode;
  }
}

package dev.bellwether.truth;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// The commands of this module, as the script `bellwether` calls them.
public final class Truth {
  private static final int WRONG_USE = 2;

  private Truth() {}

  public static void main(String[] arguments) throws InterruptedException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try {
      System.exit(run(List.of(arguments), out));
    } catch (IllegalArgumentException e) {
      fail(String.valueOf(e.getMessage()), WRONG_USE);
    } catch (UncheckedIOException e) {
      fail(String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()), 1);
    } catch (IOException e) {
      fail(String.valueOf(e.getMessage()), 1);
    }
  }

  private static int run(List<String> arguments, PrintStream out)
      throws IOException, InterruptedException {
    var command = arguments.getFirst();
    var root = Path.of(System.getProperty("bellwether.root", "."));
    boolean terminal = Boolean.getBoolean("bellwether.terminal");
    var rest = arguments.subList(1, arguments.size());
    if (rest.stream().anyMatch(List.of("--help", "-h")::contains)) {
      out.print(help(command));
      return 0;
    }
    var options = new Options(rest);
    switch (command) {
      case "reconcile" -> {
        return Reconcile.run(options, root, out, terminal);
      }
      case "generate" -> Generate.run(options, root, out, terminal);
      case "score" -> Score.run(options, root, out, terminal);
      default -> throw new IllegalArgumentException(command + ": no such command");
    }
    return 0;
  }

  private static String help(String command) {
    return switch (command) {
      case "generate" -> Generate.HELP;
      case "score" -> Score.HELP;
      case "reconcile" -> Reconcile.HELP;
      default -> throw new IllegalArgumentException(command + ": no such command");
    };
  }

  private static void fail(String message, int code) {
    System.err.println("bellwether: " + message);
    System.exit(code);
  }
}

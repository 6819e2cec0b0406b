package dev.bellwether.launcher;

import dev.bellwether.launcher.Board.State;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// Recompiles one service that runs and has the launcher start it anew with the new code.
///
/// Besides sources and resources a service may have a file `jvm.options` there, with more options
/// for its JVM. What makes exactly what runs already is not started again.
///
/// The compiler is called directly with the class path that the build has written: a second instead
/// of the ten that Maven takes. Sources are those of the nearest folder at or above the current one
/// that has them: a work copy of the lab, else the repository. When they do not compile, the
/// service runs on; when what they make does not become healthy, the launcher goes back to what ran
/// before.
final class Rebuild {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  private final Configuration configuration;
  private final Folders folders;
  private final Path directory;
  private final PrintStream out;

  /// @param directory the folder that the command was given in
  Rebuild(Configuration configuration, Path directory, PrintStream out) {
    this.configuration = configuration;
    this.folders = configuration.folders();
    this.directory = directory;
    this.out = out;
  }

  /// @throws LauncherException when it does not run, does not compile or does not become healthy
  int run(List<String> arguments) throws InterruptedException {
    if (arguments.size() != 1) {
      throw new IllegalArgumentException("rebuild: expected one service, for example trader");
    }
    var service = arguments.getFirst();
    var begin = Instant.now();
    var running = running(service);
    var base = base(service);
    var code = RebuiltCode.of(folders, service);
    var before = code.wanted();
    if (before.isEmpty() && isAsBuilt(base, service)) {
      return already(service);
    }
    var classes = made(base, service);
    if (before.isPresent() && sameFiles(before.get(), classes)) {
      delete(classes);
      return already(service);
    }
    code.want(Optional.of(classes));
    Processes.find(running.row().pid(), running.processStart()).ifPresent(ProcessHandle::destroy);
    awaitNext(service, running.row().pid());
    if (!code.wanted().equals(Optional.of(classes))) {
      throw new LauncherException(
          "%s: the new code did not become healthy, the earlier runs again; %s says why"
              .formatted(service, folders.previousLog(service)));
    }
    before.ifPresent(Rebuild::delete);
    out.println(
        "%s runs with its new code: %s."
            .formatted(service, Table.duration(Duration.between(begin, Instant.now()))));
    return Launcher.DONE;
  }

  private int already(String service) {
    out.println("%s runs with this code already.".formatted(service));
    return Launcher.DONE;
  }

  private RunFile.Line running(String service) {
    return new RunFile(folders.processes())
        .read().stream()
            .filter(line -> line.row().name().equals(service))
            .filter(line -> line.row().state() == State.READY && line.isRunning())
            .findFirst()
            .orElseThrow(() ->
                new LauncherException(
                    "%s: does not run (./bellwether up starts it)".formatted(service)));
  }

  private Path base(String service) {
    for (var folder = directory; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(sources(folder, service))) {
        return folder;
      }
    }
    if (Files.isDirectory(sources(configuration.root(), service))) {
      return configuration.root();
    }
    throw new IllegalArgumentException("%s: is no trading service".formatted(service));
  }

  private static Path sources(Path base, String service) {
    return base.resolve("trading").resolve(service).resolve("src/main/java");
  }

  /// Into a folder of its own: the classes of the process that still runs stay as they are. Where
  /// only options of the JVM differ, the classes are those that the build has made.
  private Path made(Path base, String service) {
    var classes = folders.rebuilt(service + "-" + System.currentTimeMillis());
    try {
      if (hasSourcesAsBuilt(base, service)) {
        copy(module(service).resolve("target/classes"), classes);
      } else {
        compile(base, service, classes);
        copy(base.resolve("trading").resolve(service).resolve("src/main/resources"), classes);
      }
      var more = jvmOptions(base, service);
      if (Files.exists(more)) {
        Files.copy(more, classes.resolve(JavaProgram.OPTIONS_FILE));
      }
      return classes;
    } catch (IOException e) {
      throw new LauncherException("%s cannot be compiled: %s".formatted(service, e), e);
    }
  }

  private void compile(Path base, String service, Path classes) throws IOException {
    var words = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var sources = files(sources(base, service), ".java");
      var options =
          List.of(
              "-d",
              classes.toString(),
              "-cp",
              Files.readString(module(service).resolve("target/classpath")).strip(),
              "-proc:none",
              "-parameters",
              "-g",
              "-encoding",
              "UTF-8");
      var units = files.getJavaFileObjectsFromPaths(sources);
      if (!compiler.getTask(words, files, null, options, null, units).call()) {
        delete(classes);
        throw new LauncherException(
            "%s does not compile, the earlier code runs on\n%s"
                .formatted(service, words.toString().replace(base + "/", "").strip()));
      }
    }
  }

  private Path module(String service) {
    return configuration.root().resolve("trading").resolve(service);
  }

  /// Until another process is healthy, or the launcher has given up.
  private void awaitNext(String service, long pid) throws InterruptedException {
    // The new one, and the earlier one again.
    long deadlineNanos = System.nanoTime() + 2 * configuration.startMax().toNanos();
    while (System.nanoTime() < deadlineNanos) {
      for (var line : new RunFile(folders.processes()).read()) {
        if (line.row().name().equals(service)) {
          if (line.row().state() == State.READY && line.row().pid() != pid && line.isRunning()) {
            return;
          }
          if (line.row().state() == State.DIED) {
            throw new LauncherException(
                "%s: %s; %s says why"
                    .formatted(service, line.row().detail(), folders.log(service)));
          }
        }
      }
      Thread.sleep(POLL_INTERVAL);
    }
    throw new LauncherException(
        "%s: not healthy after %d s".formatted(service, 2 * configuration.startMax().toSeconds()));
  }

  private boolean isAsBuilt(Path base, String service) {
    return !Files.exists(jvmOptions(base, service)) && hasSourcesAsBuilt(base, service);
  }

  /// A work copy in which nobody has changed this service. In the repository itself there is
  /// nothing to compare with.
  private boolean hasSourcesAsBuilt(Path base, String service) {
    var main = Path.of("trading", service, "src/main");
    return !base.equals(configuration.root())
        && sameFiles(base.resolve(main), configuration.root().resolve(main));
  }

  private static Path jvmOptions(Path base, String service) {
    return base.resolve("trading").resolve(service).resolve(JavaProgram.OPTIONS_FILE);
  }

  private static boolean sameFiles(Path one, Path other) {
    try {
      var files = files(one, "").stream().map(one::relativize).toList();
      if (!files.equals(files(other, "").stream().map(other::relativize).toList())) {
        return false;
      }
      for (var file : files) {
        if (Files.mismatch(one.resolve(file), other.resolve(file)) >= 0) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder, String suffix) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(suffix))
          .sorted()
          .toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    for (var file : files(from, "")) {
      var target = to.resolve(from.relativize(file).toString());
      Folders.made(Objects.requireNonNull(target.getParent()));
      Files.copy(file, target);
    }
  }

  private static void delete(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      // What is inside comes before the folder that it is in.
      for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

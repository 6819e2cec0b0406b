package dev.bellwether.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A JVM that runs the main class of one of our modules.
///
/// @param module its folder below the repository's root, for example `trading/trader`
/// @param options for the JVM: heap, agent
/// @param code its own classes: the jar that the build has made, or a folder, in which a file
///   `jvm.options` may have more options
/// @param health answers 200 when the process can do its work
record JavaProgram(
    Path root,
    String module,
    String mainClass,
    List<String> options,
    Map<String, String> environment,
    URI health,
    Path code)
    implements Program {

  /// They live for minutes or hours beside nine others: one compiler tier and one collector thread
  /// start fastest and stay smallest. Out of memory, a process ends visibly instead of limping.
  private static final List<String> SMALL =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-XX:ReservedCodeCacheSize=32m",
          "-Xss512k",
          "-XX:+ExitOnOutOfMemoryError");

  /// Options of a rebuilt service, as `java @file` reads them: after ours, so that they hold.
  static final String OPTIONS_FILE = "jvm.options";

  JavaProgram {
    options = List.copyOf(options);
    environment = Map.copyOf(environment);
  }

  JavaProgram(
      Path root,
      String module,
      String mainClass,
      List<String> options,
      Map<String, String> environment,
      URI health) {
    this(root, module, mainClass, options, environment, health, jar(root, module));
  }

  JavaProgram withCode(Path classes) {
    return new JavaProgram(root, module, mainClass, options, environment, health, classes);
  }

  @Override
  public void prepare(Consumer<String> progress) {
    if (!Files.exists(classPathFile())) {
      throw new LauncherException(
          "%s is missing: build it with ./bellwether up".formatted(classPathFile()));
    }
  }

  @Override
  public List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL);
    command.addAll(options);
    var more = code.resolve(OPTIONS_FILE);
    if (Files.exists(more)) {
      command.add("@" + more);
    }
    command.add(mainClass);
    return command;
  }

  /// The class path is here and not in the command: agents report the command with everything they
  /// send, and this would be 5 KB of what the process is made of. Absent until [#prepare] has seen
  /// that it was built.
  @Override
  public Map<String, String> environment() {
    if (!Files.exists(classPathFile())) {
      return environment;
    }
    var complete = new HashMap<>(environment);
    complete.put("CLASSPATH", classPath());
    return complete;
  }

  private String classPath() {
    try {
      return code + ":" + Files.readString(classPathFile()).strip();
    } catch (IOException e) {
      throw new LauncherException(classPathFile() + " cannot be read", e);
    }
  }

  /// What the build makes of a module.
  static Path jar(Path root, String module) {
    var artifact = Path.of(module).getFileName();
    return root.resolve(module)
        .resolve("target/bellwether-%s-%s.jar".formatted(artifact, Build.version()));
  }

  private Path classPathFile() {
    return root.resolve(module).resolve("target/classpath");
  }

  @Override
  public String firstSignal() {
    return "TERM";
  }

  @Override
  public String lastSignal() {
    return "KILL";
  }

  @Override
  public boolean isHealthy() {
    try {
      return UnsampledHttp.status("GET", health) == HttpURLConnection.HTTP_OK;
    } catch (IOException _) {
      return false;
    }
  }
}

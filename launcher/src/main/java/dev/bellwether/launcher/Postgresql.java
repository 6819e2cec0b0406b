package dev.bellwether.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A PostgreSQL server of our own, durable and on loopback only. It logs every statement.
///
/// The cluster is set up in single-user mode, so that it never listens without passwords:
///
/// | role | may |
/// |---|---|
/// | `postgres` | everything; nobody of the system knows its password |
/// | `trades_owner` | owns the database `trades`, changes its schema |
/// | `recorder` | what the migrations grant it |
record Postgresql(
    PostgresqlBinaries binaries,
    Path data,
    Path log,
    int port,
    Secrets secrets,
    Map<String, String> environment)
    implements Program {

  static final String DATABASE = "trades";
  static final String OWNER = "trades_owner";
  static final String USER = "recorder";

  /// Line of postmaster.pid that says whether the server accepts connections.
  private static final int STATUS_LINE = 7;

  static Path superuserPassword(Secrets secrets) {
    return secrets.password("postgresql-superuser-password");
  }

  /// Of `trades_owner` and `recorder`: it is one process that uses both.
  static Path tradesPassword(Secrets secrets) {
    return secrets.password("postgresql-trades-password");
  }

  @Override
  public void prepare(Consumer<String> progress) {
    binaries.unpack(progress);
    try {
      if (!Files.exists(data)) {
        progress.accept("creating the database");
        createCluster();
      }
      reclaim(progress);
    } catch (IOException e) {
      throw new LauncherException("PostgreSQL's data in %s: %s".formatted(data, e), e);
    }
  }

  /// Everything is done beside the place and then moved: a cluster is there completely or not at
  /// all.
  private void createCluster() throws IOException {
    var unfinished = data.resolveSibling(data.getFileName() + ".unfinished");
    PostgresqlBinaries.delete(unfinished);
    run(
        "",
        binaries.program("initdb"),
        "--pgdata=" + unfinished,
        "--username=postgres",
        "--pwfile=" + superuserPassword(secrets),
        "--auth=scram-sha-256",
        "--encoding=UTF-8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8");
    var password = Secrets.read(tradesPassword(secrets));
    singleUser(
        unfinished,
        "postgres",
        "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(OWNER, password),
        "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(USER, password),
        "CREATE DATABASE %s OWNER %s".formatted(DATABASE, OWNER));
    singleUser(unfinished, DATABASE, "CREATE EXTENSION pg_stat_statements");
    Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /// One statement per line, and the first that fails ends it.
  private void singleUser(Path cluster, String database, String... statements) throws IOException {
    run(
        String.join(";\n", statements) + ";\n",
        binaries.program("postgres"),
        "--single",
        "-D",
        cluster.toString(),
        "-c",
        "exit_on_error=on",
        "-c",
        "log_min_error_statement=panic",
        database);
  }

  /// A server that a killed launcher left behind is stopped; a pid file that a killed server left
  /// behind is removed, or else its pid, used again by some other process, would block the start.
  private void reclaim(Consumer<String> progress) throws IOException {
    var pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
    if (isPostmaster(pid)) {
      progress.accept("stopping process %d, left from an earlier start".formatted(pid));
      run("", binaries.program("pg_ctl"), "-D", data.toString(), "stop", "-m", "fast", "-t", "30");
    }
    Files.deleteIfExists(pidFile);
  }

  private boolean isPostmaster(long pid) {
    var command =
        ProcessHandle.of(pid)
            .map(ProcessHandle::info)
            .flatMap(ProcessHandle.Info::arguments)
            .map(List::of)
            .orElse(List.of());
    return command.contains(data.toString());
  }

  private void run(String input, String... command) throws IOException {
    var process =
        new ProcessBuilder(unprivileged(List.of(command))).redirectErrorStream(true).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (Processes.exitCode(process) != 0) {
      throw new LauncherException(
          "%s failed:\n%s".formatted(Path.of(command[0]).getFileName(), output.strip()));
    }
  }

  /// PostgreSQL refuses to run as root: a user namespace without a mapping shows it as nobody,
  /// while files stay root's.
  private static List<String> unprivileged(List<String> command) throws IOException {
    boolean root =
        Files.exists(Path.of("/proc/self"))
            && Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    return root ? Stream.concat(Stream.of("unshare", "-U"), command.stream()).toList() : command;
  }

  @Override
  public List<String> command() {
    var settings =
        List.of(
            "port=" + port,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=50",
            "shared_buffers=64MB",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "jit=off",
            "shared_preload_libraries=pg_stat_statements",
            "log_statement=all",
            "log_timezone=UTC",
            // Lines of JSON, for the shipper. Six files of ten minutes, written in turn, hold an
            // hour; only a restart within the hour lets one grow.
            "logging_collector=on",
            "log_destination=jsonlog",
            "log_directory=" + log,
            "log_filename=%M.log",
            "log_rotation_age=10min",
            "log_rotation_size=0",
            "log_truncate_on_rotation=on");
    var command = new ArrayList<>(List.of(binaries.program("postgres"), "-D", data.toString()));
    for (var setting : settings) {
      command.addAll(List.of("-c", setting));
    }
    try {
      return unprivileged(command);
    } catch (IOException e) {
      throw new LauncherException("who runs this cannot be found out", e);
    }
  }

  /// Fast shutdown: clients are disconnected, nothing committed is lost.
  @Override
  public String firstSignal() {
    return "INT";
  }

  /// Immediate shutdown: recovery at the next start. Never KILL, which orphans its processes.
  @Override
  public String lastSignal() {
    return "QUIT";
  }

  /// "ready" in our own pid file proves that it is our server and not another one on the port.
  @Override
  public boolean isHealthy() {
    try {
      var lines = Files.readAllLines(data.resolve("postmaster.pid"));
      return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
    } catch (IOException _) {
      return false;
    }
  }
}

package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts the real thing; the parts are those that start fastest.
final class LauncherIT {
  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  @TempDir private Path data;

  private final List<LauncherProcess> launchers = new ArrayList<>();
  private Map<String, String> settings = Map.of();

  @BeforeEach
  void choose_free_ports() throws IOException {
    settings = new HashMap<>(LauncherProcess.settings(data));
  }

  @AfterEach
  void end_what_was_started() throws InterruptedException {
    for (var launcher : launchers) {
      launcher.end();
    }
  }

  private LauncherProcess launcher(String... arguments) throws IOException {
    var launcher = LauncherProcess.start(settings, arguments);
    launchers.add(launcher);
    return launcher;
  }

  @Test
  void a_setting_that_does_not_exist_is_fatal_and_the_closest_name_is_told() throws Exception {
    settings.put("BELLWETHER_TRADER_PROT", "9001");

    var up = launcher("up");

    assertThat(up.exitCode()).isEqualTo(2);
    assertThat(up.output()).contains("BELLWETHER_TRADER_PROT").contains("BELLWETHER_TRADER_PORT");
  }

  @Test
  void a_busy_port_is_named_with_its_setting_and_its_holder_and_nothing_is_started()
      throws Exception {
    try (var holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings.put("BELLWETHER_NOTIFIER_PORT", Integer.toString(holder.getLocalPort()));

      var up = launcher("up", "clearinghouse", "notifier");

      assertThat(up.exitCode()).isEqualTo(1);
      assertThat(up.output())
          .contains("notifier: port %d is taken by".formatted(holder.getLocalPort()))
          .contains("BELLWETHER_NOTIFIER_PORT")
          .contains("process %d".formatted(ProcessHandle.current().pid()));
      assertThat(data.resolve("logs")).doesNotExist();
    }
  }

  @Test
  void a_second_up_is_refused_and_disturbs_nobody() throws Exception {
    var first = launcher("up", "clearinghouse").awaitUp();

    var second = launcher("up", "clearinghouse");

    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.output())
        .contains("running already (process %d)".formatted(first.handle().pid()));
    assertThat(first.part("clearinghouse").isAlive()).isTrue();
  }

  @Test
  void a_process_that_dies_on_start_is_named_with_its_last_lines_and_nothing_is_left()
      throws Exception {
    Files.createDirectories(data.resolve("secrets"));
    Files.writeString(data.resolve("secrets/webhook-secret"), "no secret at all");

    var up = launcher("up", "clearinghouse", "postgresql");

    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.output())
        .contains("clearinghouse: ended with exit code")
        .contains(up.log("clearinghouse").lines().toList().getLast());
    assertThatNothingRuns();
  }

  @Test
  void a_process_that_is_not_healthy_in_time_is_named_and_nothing_is_left() throws Exception {
    settings.put("BELLWETHER_START_SECONDS_MAX", "1");

    var up = launcher("up", "trader", "clearinghouse");

    assertThat(up.exitCode()).isEqualTo(1);
    assertThat(up.output()).contains(": not healthy after 1 s (BELLWETHER_START_SECONDS_MAX)");
    assertThatNothingRuns();
  }

  private void assertThatNothingRuns() {
    var lines = new RunFile(data.resolve("processes")).read();
    assertThat(lines).isNotEmpty().noneMatch(RunFile.Line::isRunning);
  }

  /// Bit 1 of the signals that this process, and so its children, ignore is INT.
  private static boolean ignoresInterrupts() throws IOException {
    var status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    var ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .findFirst()
            .orElse(0);
    return (ignored & 0b10) != 0;
  }

  @Test
  void ctrl_c_ends_everything_within_10_seconds() throws Exception {
    assumeThat(ignoresInterrupts())
        .as("a shell that runs its jobs in the background lets them ignore Ctrl-C")
        .isFalse();
    var up = launcher("up", "clearinghouse", "notifier", "postgresql").awaitUp();
    var processes = up.descendants();
    long beginNanos = System.nanoTime();

    up.signal("INT");

    up.exitCode();
    assertThat(Duration.ofNanos(System.nanoTime() - beginNanos)).isLessThan(STOP_MAX);
    assertThat(up.output()).contains("Stopped 3 processes");
    awaitEnd(processes);
  }

  @Test
  void kill_9_of_the_launcher_leaves_no_orphan() throws Exception {
    var up = launcher("up", "clearinghouse", "postgresql").awaitUp();
    var processes = up.descendants();
    assertThat(processes).hasSizeGreaterThan(4);

    up.signal("KILL");

    awaitEnd(processes);
  }

  private static void awaitEnd(List<ProcessHandle> processes) {
    await()
        .atMost(STOP_MAX)
        .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void a_process_that_dies_later_is_reported_and_the_others_run_on() throws Exception {
    var up = launcher("up", "clearinghouse", "postgresql").awaitUp();

    up.part("clearinghouse").destroyForcibly();

    await().until(() -> up.output().contains("clearinghouse died: ended with exit code 137"));
    var status = launcher("status");
    assertThat(status.exitCode()).isEqualTo(3);
    assertThat(status.output())
        .containsPattern("clearinghouse +died")
        .containsPattern("postgresql +ready");
  }

  @Test
  void status_shows_what_runs_and_stop_says_what_it_has_stopped() throws Exception {
    var up = launcher("up", "clearinghouse").awaitUp();

    var status = launcher("status");
    assertThat(status.exitCode()).isZero();
    assertThat(status.output())
        .containsPattern(
            "clearinghouse +ready +%s +\\S+ s +\\d+ MiB"
                .formatted(settings.get("BELLWETHER_CLEARINGHOUSE_PORT")));

    var stop = launcher("stop");
    assertThat(stop.exitCode()).isZero();
    assertThat(stop.output()).contains("Stopped clearinghouse in");
    up.exitCode();

    assertThat(launcher("status").exitCode()).isEqualTo(3);
    assertThat(launcher("stop").exitCode()).isZero();
  }

  @Test
  void postgresql_survives_kill_9_and_keeps_its_rows() throws Exception {
    var up = launcher("up", "postgresql").awaitUp();
    try (var connection = connect(Postgresql.OWNER)) {
      connection.createStatement().execute("CREATE TABLE kept (id int)");
      connection.createStatement().execute("INSERT INTO kept VALUES (42)");
    }
    var postmaster = up.part("postgresql");
    postmaster.destroyForcibly();
    await().until(() -> !postmaster.isAlive());
    up.signal("KILL");
    up.exitCode();

    launcher("up", "postgresql").awaitUp();

    try (var connection = connect(Postgresql.OWNER);
        var rows = connection.createStatement().executeQuery("SELECT id FROM kept")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(42);
    }
  }

  @Test
  void postgresql_is_durable_and_lets_nobody_in_without_a_password() throws Exception {
    launcher("up", "postgresql").awaitUp();

    try (var connection = connect(Postgresql.USER)) {
      for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        try (var value = connection.createStatement().executeQuery("SHOW " + setting)) {
          value.next();
          assertThat(value.getString(1)).as(setting).isEqualTo("on");
        }
      }
    }
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> DriverManager.getConnection(url(), "postgres", "").close()))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password");
    assertThat(Files.getPosixFilePermissions(data.resolve("secrets/postgresql-trades-password")))
        .hasSize(2);
  }

  private Connection connect(String user) throws SQLException {
    var password = Secrets.read(data.resolve("secrets/postgresql-trades-password"));
    return DriverManager.getConnection(url(), user, password);
  }

  private String url() {
    return "jdbc:postgresql://127.0.0.1:%s/trades"
        .formatted(settings.get("BELLWETHER_POSTGRESQL_PORT"));
  }
}

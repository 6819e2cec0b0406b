package dev.bellwether.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Rows of a real PostgreSQL against the telemetry in a real observatory, as `./bellwether
/// reconcile` compares them.
@ExtendWith(RunningSystem.Extension.class)
final class ReconcileIT {
  private static final Duration AGREED_MAX = Duration.ofSeconds(60);

  private record Outcome(int exitCode, String said) {}

  @Test
  void telemetry_agrees_with_the_rows_until_a_row_is_written_past_the_trading_system(
      RunningSystem system) throws IOException, InterruptedException, SQLException {
    var from = Instant.now();
    await()
        .atMost(AGREED_MAX)
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> Instant.now().isAfter(from.plusSeconds(10)));
    var to = Instant.now();
    // The last metrics and log records are on their way for a while.
    await()
        .atMost(AGREED_MAX)
        .pollInterval(Duration.ofSeconds(3))
        .untilAsserted(() -> {
          var outcome = reconcile(system, from, to);
          assertThat(outcome.exitCode()).as(outcome.said()).isZero();
        });

    var agreed = reconcile(system, from, to);
    var stranger = insert(system, from.plusSeconds(5));
    var differing = reconcile(system, from, to);

    assertThat(agreed.said()).endsWith(": telemetry agrees\n").doesNotStartWith("0 trades");
    assertThat(differing.exitCode()).isEqualTo(1);
    assertThat(differing.said())
        .contains(stranger + "  lost: a row without a trace  recorded at ")
        .endsWith("{lost: a row without a trace=1}\n");
  }

  /// A row of which the recorder knows nothing, and nobody earns anything.
  private static UUID insert(RunningSystem system, Instant at) throws SQLException {
    var id = UUID.randomUUID();
    try (var database = system.database();
        var insert =
            database.prepareStatement(
                """
                INSERT INTO trades (trade_id, customer_id, day_of_week, region, symbol,
                  data_source, canary, action, shares, share_price, fingerprint, recorded_at)
                VALUES (?, 'stranger', 'M', 'EU', 'ZYX', 'test', false, 'hold', 0, 1, '', ?)\
                """)) {
      insert.setObject(1, id);
      insert.setTimestamp(2, java.sql.Timestamp.from(at));
      insert.executeUpdate();
    }
    return id;
  }

  private static Outcome reconcile(RunningSystem system, Instant from, Instant to)
      throws IOException, InterruptedException {
    var module = LauncherProcess.root().resolve("truth/target");
    var classes =
        module.resolve("classes") + ":" + Files.readString(module.resolve("classpath")).strip();
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes,
                "dev.bellwether.truth.Truth",
                "reconcile"));
    command.addAll(List.of("--from", from.toString(), "--to", to.toString()));
    command.addAll(List.of("--observatory", system.url()));
    command.addAll(
        List.of(
            "--database",
            "jdbc:postgresql://127.0.0.1:%d/trades".formatted(system.port("POSTGRESQL"))));
    command.addAll(List.of("--password-file", system.passwordFile().toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), said);
  }
}

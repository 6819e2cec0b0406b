package dev.bellwether.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BrokenDatabaseIT {
  /// It waits for two seconds, on a busy machine it takes longer; a pool of connections would by
  /// itself wait for thirty.
  private static final Duration REFUSAL_MAX = Duration.ofSeconds(20);

  @TempDir Path folder;
  private Postgres postgres;
  private FaultProxy proxy;
  private ExternalNotifier notifier;
  private RunningRecorder recorder;

  @BeforeEach
  void start() throws Exception {
    postgres = new Postgres(folder);
    proxy = new FaultProxy(postgres.port());
    notifier = new ExternalNotifier();
    recorder = new RunningRecorder(proxy.port(), notifier.port());
  }

  @AfterEach
  void stop() throws Exception {
    recorder.close();
    notifier.close();
    proxy.close();
    postgres.close();
  }

  @Test
  void no_fault_of_the_database_loses_or_doubles_a_trade() throws Exception {
    var lost = UUID.randomUUID();
    proxy.answersToLose.set(1);
    assertThat(recorder.record(RunningRecorder.trade(lost)).statusCode())
        .as("the answer to COMMIT was lost, the trade was looked up")
        .isEqualTo(200);
    assertThat(proxy.answersToLose).hasValue(0);

    postgres
        .database()
        .sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'recorder'")
        .query()
        .listOfRows();
    var killed = UUID.randomUUID();
    assertThat(recorder.record(RunningRecorder.trade(killed)).statusCode())
        .as("every backend was killed, a new connection was made")
        .isEqualTo(200);

    postgres.stop();
    var late = UUID.randomUUID();
    var started = System.nanoTime();
    var refused = recorder.record(RunningRecorder.trade(late));
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(REFUSAL_MAX);
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(recorder.fetch("/health").statusCode()).isEqualTo(200);

    postgres.startAgain();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> recorder.record(RunningRecorder.trade(late)).statusCode() == 200);
    var stored =
        postgres
            .database()
            .sql("SELECT trade_id FROM trades ORDER BY recorded_at")
            .query(UUID.class)
            .list();
    assertThat(stored).containsExactly(lost, killed, late);
  }
}

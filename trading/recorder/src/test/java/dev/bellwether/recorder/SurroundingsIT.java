package dev.bellwether.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bellwether.faults.FaultKind;
import dev.bellwether.faults.FaultPlan;
import dev.bellwether.faults.Faults;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can go wrong in the recorder, with a real database.
final class SurroundingsIT {
  private static final int CONNECTIONS = 10;

  @TempDir static Path folder;
  private static Postgres postgres;
  private static ExternalNotifier notifier;
  private static RunningRecorder recorder;
  private static Faults faults;

  private final UUID tradeId = UUID.randomUUID();

  @BeforeAll
  static void start() throws Exception {
    postgres = new Postgres(folder);
    notifier = new ExternalNotifier();
    recorder = new RunningRecorder(postgres.port(), notifier.port());
    faults = recorder.faults();
  }

  @AfterAll
  static void stop() throws Exception {
    recorder.close();
    notifier.close();
    postgres.close();
  }

  @AfterEach
  void mend() {
    faults.remove("plan", 0);
  }

  @Test
  void a_victims_shares_are_refused_by_the_database_and_nobody_elses() throws Exception {
    put(FaultKind.DATABASE_ERROR, 0);

    var victim = recorder.record(RunningRecorder.trade(tradeId));
    var other =
        recorder.record(RunningRecorder.trade(UUID.randomUUID()).replace("l.hall", "q.bert"));

    assertThat(victim.statusCode()).isEqualTo(422);
    assertThat(victim.body())
        .contains("\"field\":\"shares\"", "refused by the rule trades_shares_check");
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(recorder.fetch("/trades/" + tradeId).statusCode()).isEqualTo(404);
    assertThat(faults.report("plan", 0).orElseThrow().trades()).containsExactly(tradeId);
  }

  @Test
  void the_price_of_a_victim_without_shares_is_refused_by_the_database() throws Exception {
    put(FaultKind.DATABASE_ERROR, 0);

    var hold =
        recorder.record(
            RunningRecorder.trade(tradeId).replace("\"buy\"", "\"hold\"").replace("10,", "0,"));

    assertThat(hold.statusCode()).isEqualTo(422);
    assertThat(hold.body()).contains("trades_share_price_check");
  }

  @Test
  void slow_queries_hold_all_connections_until_there_is_none_for_anybody() throws Exception {
    put(FaultKind.SLOW_QUERY, 4_000);
    var slow =
        Collections.<Callable<HttpResponse<String>>>nCopies(
            2 * CONNECTIONS, () -> recorder.record(RunningRecorder.trade(UUID.randomUUID())));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = slow.stream().map(threads::submit).toList();
      await().until(() -> faults.report("plan", 0).orElseThrow().victims() >= CONNECTIONS);
      var other = recorder.record(RunningRecorder.trade(tradeId).replace("l.hall", "q.bert"));

      assertThat(other.statusCode()).isEqualTo(503);
      assertThat(answers).anyMatch(answer -> status(answer) == 200);
    }
    faults.remove("plan", 0);
    assertThat(recorder.record(RunningRecorder.trade(UUID.randomUUID())).statusCode())
        .isEqualTo(200);
  }

  private static int status(Future<HttpResponse<String>> answer) {
    try {
      return answer.get().statusCode();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_victims_garbage_is_collected_before_the_answer() throws Exception {
    put(FaultKind.GARBAGE_COLLECTION, 40);
    long before = collections();

    var victim = recorder.record(RunningRecorder.trade(tradeId));

    assertThat(victim.statusCode()).isEqualTo(200);
    assertThat(collections()).isGreaterThanOrEqualTo(before + 3);
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  private static void put(FaultKind kind, int amount) {
    faults.put(
        new FaultPlan(
            "plan",
            kind,
            Map.of("customer_id", "l.hall"),
            100,
            amount,
            1,
            Instant.now().plusSeconds(60)));
  }
}

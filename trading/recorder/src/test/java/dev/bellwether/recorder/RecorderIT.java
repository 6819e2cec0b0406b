package dev.bellwether.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecorderIT {

  @TempDir static Path folder;
  private static Postgres postgres;
  private static ExternalNotifier notifier;
  private static RunningRecorder recorder;

  private final UUID tradeId = UUID.randomUUID();

  @BeforeAll
  static void start() throws Exception {
    postgres = new Postgres(folder);
    notifier = new ExternalNotifier();
    recorder = new RunningRecorder(postgres.port(), notifier.port());
  }

  @AfterAll
  static void stop() throws Exception {
    recorder.close();
    notifier.close();
    postgres.close();
  }

  @AfterEach
  void letTheNotifierAccept() {
    notifier.reaction = _ -> 200;
  }

  @Test
  void a_trade_is_answered_as_it_was_stored() throws Exception {
    var answer = recorder.record(RunningRecorder.trade(tradeId));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith("{\"trade_id\":\"" + tradeId + "\",\"customer_id\":\"l.hall\"")
        .contains("\"shares\":10,\"share_price\":12.5,\"recorded_at\":\"20");
    assertThat(recorder.fetch("/trades/" + tradeId).body()).isEqualTo(answer.body());
  }

  @Test
  void fifty_duplicates_at_once_store_one_trade_and_get_one_answer() throws Exception {
    var duplicates =
        Collections.<Callable<HttpResponse<String>>>nCopies(
            50, () -> recorder.record(RunningRecorder.trade(tradeId)));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = threads.invokeAll(duplicates).stream().map(done -> done.resultNow()).toList();

      assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
      assertThat(answers.stream().map(HttpResponse::body).distinct()).hasSize(1);
    }
    assertThat(count("trades")).isEqualTo(1);
    assertThat(count("outbox")).isEqualTo(1);
  }

  @Test
  void the_same_trade_written_differently_is_the_same_trade() throws Exception {
    var first = recorder.record(RunningRecorder.trade(tradeId));

    var again =
        recorder.record(
            RunningRecorder.trade(tradeId)
                .replace("12.50", "1.25e1, \"new_field\": [1, {}]")
                .replace("\n", " "));

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void another_trade_under_the_same_id_is_refused() throws Exception {
    recorder.record(RunningRecorder.trade(tradeId));

    var other = recorder.record(RunningRecorder.trade(tradeId).replace("l.hall", "q.bert"));

    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(other.body()).contains("\"field\":\"trade_id\"");
    assertThat(recorder.fetch("/trades/" + tradeId).body()).contains("l.hall");
  }

  @Test
  void the_database_refuses_negative_shares_and_prices() throws Exception {
    var shares = recorder.record(RunningRecorder.trade(tradeId).replace("10,", "-10,"));
    var price = recorder.record(RunningRecorder.trade(tradeId).replace("12.50", "-12.50"));

    assertThat(shares.statusCode()).isEqualTo(422);
    assertThat(shares.body()).contains("\"field\":\"shares\"");
    assertThat(price.statusCode()).isEqualTo(422);
    assertThat(price.body()).contains("\"field\":\"share_price\"");
    assertThat(count("trades")).isZero();
    assertThat(count("outbox")).isZero();
  }

  @Test
  void what_is_no_trade_is_refused_and_the_field_named() throws Exception {
    var spoiled =
        Map.ofEntries(
            Map.entry("\"trade_id\": \"", "trade_id"), // becomes "trade_id": "x…
            Map.entry("\"customer_id\": \"", "customer_id"),
            Map.entry("\"action\": \"", "action"),
            Map.entry("\"day_of_week\": \"", "day_of_week"));
    for (var entry : spoiled.entrySet()) {
      var bad = RunningRecorder.trade(tradeId).replace(entry.getKey(), entry.getKey() + "x\\u0000");
      assertRefused(bad, entry.getValue());
    }
    for (var shares : new String[] {"1.5", "9223372036854775808", "\"10\"", "null", "NaN"}) {
      var field = shares.equals("NaN") ? "body" : "shares";
      assertRefused(RunningRecorder.trade(tradeId).replace("10,", shares + ","), field);
    }
    for (var price : new String[] {"1e400", "1e999999999", "0.00001", "\"12.50\"", "true"}) {
      assertRefused(RunningRecorder.trade(tradeId).replace("12.50", price), "share_price");
    }
    assertRefused(RunningRecorder.trade(tradeId).replace("l.hall", "l".repeat(65)), "customer_id");
    assertRefused(
        RunningRecorder.trade(tradeId).replace("customer_id", "customerid"), "customer_id");
    assertRefused("", "body");
    assertRefused("[]", "body");
    assertRefused("{\"a\":".repeat(2000), "body");
    assertThat(count("trades")).isZero();
  }

  @Test
  void a_body_may_have_64_KiB_and_no_more() throws Exception {
    var body = RunningRecorder.trade(tradeId);
    var full = body + " ".repeat(64 * 1024 - body.length());

    assertThat(recorder.record(full + " ").statusCode()).isEqualTo(413);
    assertThat(recorder.record(full).statusCode()).isEqualTo(200);
  }

  @Test
  void it_is_healthy_and_knows_its_paths() throws Exception {
    assertThat(recorder.fetch("/health").body()).isEqualTo("KERNEL OK");
    assertThat(recorder.fetch("/trades/" + tradeId).statusCode()).isEqualTo(404);
    assertThat(recorder.fetch("/trades/42").statusCode()).isEqualTo(400);
    assertThat(recorder.fetch("/record").statusCode()).isEqualTo(405);
    var unknown = recorder.fetch("/elsewhere");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void the_outside_world_is_told_once_when_all_is_well() throws Exception {
    recorder.record(RunningRecorder.trade(tradeId));
    recorder.record(RunningRecorder.trade(tradeId));

    await().until(() -> isDelivered());
    assertThat(notifier.callsAbout(tradeId))
        .singleElement()
        .satisfies(call -> {
          assertThat(call.eventId()).isEqualTo(eventId());
          assertThat(call.body()).startsWith("{\"type\":\"trade.recorded\",\"timestamp\":\"20");
          assertThat(call.origin()).isNull();
        });
  }

  @Test
  void an_answer_does_not_wait_for_the_notifier_and_nor_does_a_transaction() throws Exception {
    var release = new CountDownLatch(1);
    notifier.reaction =
        _ -> {
          awaitUninterrupted(release);
          return 200;
        };

    var answer = recorder.record(RunningRecorder.trade(tradeId));
    await().until(() -> notifier.callsAbout(tradeId).size() == 1);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(
            postgres
                .database()
                .sql("SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in tr%'")
                .query(Integer.class)
                .single())
        .isZero();
    assertThat(isDelivered()).isFalse();
    release.countDown();
    await().until(() -> isDelivered());
  }

  @Test
  void what_the_notifier_could_not_take_is_delivered_later_as_the_same_event() throws Exception {
    notifier.reaction = _ -> 503;
    recorder.record(RunningRecorder.trade(tradeId));
    await().until(() -> notifier.callsAbout(tradeId).size() >= 2);

    notifier.reaction = _ -> 200;

    await().until(() -> isDelivered());
    var calls = notifier.callsAbout(tradeId);
    assertThat(calls.stream().map(ExternalNotifier.Call::eventId)).containsOnly(eventId());
    assertThat(calls.stream().map(ExternalNotifier.Call::body).distinct()).hasSize(1);
    assertThat(calls.getLast().origin())
        .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    assertThat(calls.getLast().baggage()).isEqualTo("com.example.customer_id=l.hall");
  }

  @Test
  void what_the_notifier_will_never_take_is_parked_with_the_reason() throws Exception {
    notifier.reaction = _ -> 422;

    recorder.record(RunningRecorder.trade(tradeId));

    await().until(() -> "notifier answered 422".equals(outbox("parked_reason", String.class)));
    assertThat(isDelivered()).isFalse();
    assertThat(notifier.callsAbout(tradeId)).hasSize(1);
  }

  @Test
  void a_notifier_that_asks_to_wait_is_left_alone_so_long() throws Exception {
    notifier.reaction =
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "3600");
          return 429;
        };

    recorder.record(RunningRecorder.trade(tradeId));

    await()
        .until(() ->
            outbox("next_attempt_at > now() + interval '59 min'", Boolean.class)
                && outbox("lease IS NULL", Boolean.class));
  }

  @Test
  void an_event_of_a_process_that_died_is_delivered_by_another() {
    postgres
        .database()
        .sql(
            """
            WITH trade AS (
              INSERT INTO trades VALUES (?, 'l.hall', 'M', 'NA', 'ZVZZT', 'monkey', NULL, false,
                'buy', 1, 1, '', now()) RETURNING trade_id)
            INSERT INTO outbox (trade_id, payload, attempts, lease, next_attempt_at)
            SELECT trade_id, trade_id::text, 1, gen_random_uuid(), now() FROM trade\
            """)
        .param(tradeId)
        .update();

    await().until(() -> isDelivered());
    assertThat(notifier.callsAbout(tradeId)).hasSize(1);
  }

  @Test
  void a_mark_that_comes_after_the_lease_has_passed_on_changes_nothing() throws Exception {
    recorder.record(RunningRecorder.trade(tradeId));
    await().until(() -> isDelivered());
    var late =
        new OutboxEvent(
            UUID.fromString(eventId()),
            tradeId,
            UUID.randomUUID(),
            1,
            "",
            new TraceHeaders(null, null));

    var outbox = new Outbox(postgres.databaseAs("recorder"), Duration.ofSeconds(30));

    assertThat(outbox.park(late, "late")).isFalse();
    assertThat(outbox.postpone(late, Duration.ZERO)).isFalse();
    assertThat(isDelivered()).isTrue();
  }

  @Test
  void the_role_of_the_service_cannot_change_what_is_recorded() {
    var role = postgres.databaseAs("recorder");

    for (var statement :
        new String[] {
          "DROP TABLE trades",
          "TRUNCATE trades",
          "DELETE FROM trades",
          "UPDATE trades SET shares = 0",
          "DELETE FROM outbox",
          "UPDATE outbox SET payload = ''",
          "SELECT * FROM pg_authid",
          "CREATE TABLE mine (id int)"
        }) {
      assertThatThrownBy(() -> role.sql(statement).update())
          .as(statement)
          .rootCause()
          .asInstanceOf(type(SQLException.class))
          .satisfies(refusal -> assertThat(refusal.getSQLState()).isEqualTo("42501"));
    }
  }

  @Test
  void a_database_that_could_lose_a_commit_is_refused_unless_that_is_allowed() {
    postgres.database().sql("ALTER ROLE recorder SET synchronous_commit = off").update();
    try {
      assertThatThrownBy(() -> new RunningRecorder(postgres.port(), notifier.port()).close())
          .hasRootCauseInstanceOf(Database.UnsafeDatabase.class)
          .hasStackTraceContaining("synchronous_commit=off");
    } finally {
      postgres.database().sql("ALTER ROLE recorder RESET synchronous_commit").update();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertRefused(String body, String field) throws Exception {
    var answer = recorder.record(body);
    assertThat(answer.statusCode()).as("%s: %s", body, answer.body()).isEqualTo(400);
    assertThat(answer.body()).as(body).contains("\"field\":\"" + field + "\"");
  }

  private int count(String table) {
    return postgres
        .database()
        .sql("SELECT count(*) FROM " + table + " WHERE trade_id = ?")
        .param(tradeId)
        .query(Integer.class)
        .single();
  }

  private boolean isDelivered() {
    return outbox("delivered_at IS NOT NULL", Boolean.class);
  }

  private String eventId() {
    return outbox("event_id::text", String.class);
  }

  private <T> T outbox(String expression, Class<T> type) {
    return postgres
        .database()
        .sql("SELECT " + expression + " FROM outbox WHERE trade_id = ?")
        .param(tradeId)
        .query(type)
        .single();
  }
}

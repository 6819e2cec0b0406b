package dev.bellwether.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.analysis.NodeHealth.Status;
import dev.bellwether.analysis.ServiceMapView.Limits;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.store.tests.SampleTrade;
import dev.bellwether.store.tests.SampleTrade.Fault;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The map of the trading system, fed through a store.
class TradeMapTest {
  /// Of trades a quarter of a second apart.
  private static final int TRADES_PER_MINUTE = 240;

  private Instant now = SampleTraces.NOON.plusSeconds(220);
  private final InMemoryStore store = new InMemoryStore(20_000, 1, 1);
  private final ServiceMapView view =
      new ServiceMapView(Limits.STANDARD, () -> now, ZoneOffset.UTC);

  @BeforeEach
  void follow() {
    store.follow(view, 0);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void trades_draw_the_whole_trading_system() {
    trade(1, 10, Fault.NONE);
    now = now.plus(Limits.STANDARD.settling());

    assertThat(view.map(TimeRange.ALWAYS).edges())
        .extracting(edge -> edge.source() + "→" + edge.target() + " " + edge.requests())
        .containsExactly(
            "monkey→trader 10",
            "notifier→external/clearinghouse:9006 10",
            "recorder→notifier 10",
            "recorder→postgresql/trades 10",
            "router→recorder 10",
            "trader→router 10");
    assertThat(view.map(TimeRange.ALWAYS).incomplete()).isZero();
  }

  @Test
  void a_service_that_nobody_calls_counts_the_calls_that_it_makes() {
    trade(1, 10, Fault.NONE);

    var monkey =
        view.map(TimeRange.ALWAYS).nodes().stream()
            .filter(node -> node.id().equals("monkey"))
            .findFirst()
            .orElseThrow();
    assertThat(monkey.requests()).isEqualTo(10);
    assertThat(monkey.latency()).isNotNull();
    assertThat(monkey.health().reason()).isEqualTo("no errors in 10 requests");
  }

  @Test
  void a_database_that_went_away_is_named_as_the_cause_step_by_step() {
    trade(1, 3 * TRADES_PER_MINUTE, Fault.NONE);
    trade(3 * TRADES_PER_MINUTE + 1, 3 * TRADES_PER_MINUTE + 50, Fault.DATABASE_AWAY);

    assertThat(health("postgresql/trades").status()).isEqualTo(Status.FAILING);
    assertThat(health("postgresql/trades").reason())
        .isEqualTo("errors 100 % of 50 requests (was 0 %), since 12:03");
    assertThat(health("postgresql/trades").cause()).isNull();
    assertThat(health("recorder").cause()).isEqualTo("postgresql/trades");
    assertThat(health("router").cause()).isEqualTo("recorder");
    assertThat(health("trader").cause()).isEqualTo("router");
    assertThat(health("notifier").status()).isEqualTo(Status.OK);
  }

  @Test
  void a_slow_model_degrades_the_trader_only() {
    trade(1, 3 * TRADES_PER_MINUTE - 100, Fault.NONE);
    trade(3 * TRADES_PER_MINUTE - 99, 3 * TRADES_PER_MINUTE + 50, Fault.SLOW_MODEL);

    assertThat(health("trader").status()).isEqualTo(Status.DEGRADED);
    assertThat(health("trader").reason()).startsWith("p95 8");
    assertThat(health("router").status()).isEqualTo(Status.OK);
    assertThat(health("postgresql/trades").status()).isEqualTo(Status.OK);
  }

  private void trade(int first, int last, Fault fault) {
    for (int number = first; number <= last; number++) {
      store.writer().appendSpans(SampleTrade.of(number).with(fault).spans());
    }
  }

  private NodeHealth health(String id) {
    return view.map(TimeRange.ALWAYS).nodes().stream()
        .filter(node -> node.id().equals(id))
        .findFirst()
        .orElseThrow()
        .health();
  }
}

package dev.bellwether.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bellwether.analysis.NodeHealth.Status;
import dev.bellwether.analysis.ServiceMap;
import dev.bellwether.analysis.ServiceMapView;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.store.tests.SampleTrade;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/// Five minutes of four trades a second, of fifty customers, of which the last few fail.
class NodeExplanationsTest {
  private static final int TRADES = 1_200;
  private static final int CUSTOMERS = 50;
  private static final String DATABASE = "postgresql/trades";

  private static final InstantSource CLOCK =
      InstantSource.fixed(SampleTraces.NOON.plusSeconds(305));

  private final InMemoryStore store = new InMemoryStore(100_000, 1, 1);
  private final ServiceMapView view =
      new ServiceMapView(ServiceMapView.Limits.STANDARD, CLOCK, ZoneOffset.UTC);
  private final NodeExplanations explanations = new NodeExplanations(store.traces(), CLOCK);

  @Test
  void four_failures_of_one_customer_need_attention_where_the_node_as_a_whole_is_well() {
    trade(number -> number % CUSTOMERS == 7 && number > TRADES - 4 * CUSTOMERS);
    var database = node(DATABASE);
    assertThat(database.health().status()).isEqualTo(Status.OK);

    var named = await().until(() -> explanations.of(map()).get(DATABASE), one -> one != null);

    assertThat(named.title()).isEqualTo("com.example.customer_id = c.7");
    assertThat(named.mode()).isEqualTo("failed");
    var health = NodeExplanations.health(database, named);
    assertThat(health.status()).isEqualTo(Status.DEGRADED);
    assertThat(health.reason()).isEqualTo("errors 1.7 % of 240 requests: few, but not by chance");
    assertThat(explanations.of(map())).as("what the others show").containsOnlyKeys(DATABASE);
  }

  @Test
  void without_an_explanation_a_node_that_is_well_stays_well() {
    trade(number -> number == 1_190);

    assertThat(explanations.of(map())).isEmpty();
    var database = node(DATABASE);
    assertThat(NodeExplanations.health(database, null)).isEqualTo(database.health());
  }

  private void trade(IntPredicate fails) {
    store.follow(view, 0);
    for (int number = 1; number <= TRADES; number++) {
      var trade = SampleTrade.of(number).withCustomer("c." + number % CUSTOMERS);
      var sent = fails.test(number) ? trade.with(SampleTrade.Fault.DATABASE_AWAY) : trade;
      store.writer().appendSpans(sent.spans());
    }
  }

  private ServiceMap map() {
    return view.map(TimeRange.ALWAYS);
  }

  private ServiceMap.Node node(String id) {
    return map().nodes().stream().filter(node -> node.id().equals(id)).findFirst().orElseThrow();
  }
}

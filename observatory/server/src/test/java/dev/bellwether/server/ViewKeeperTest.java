package dev.bellwether.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.analysis.ServiceMapView;
import dev.bellwether.analysis.ServiceMapView.Limits;
import dev.bellwether.analysis.ViewStorage;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.Store;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.store.tests.SampleTrade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewKeeperTest {
  @TempDir private Path folder;
  private final Store store = new InMemoryStore(10_000, 1, 1);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_view_goes_on_where_it_was_written_down() {
    trade(1);
    start(store).close();
    trade(2);

    try (var keeper = start(store)) {
      trade(3);

      assertThat(requests(keeper)).isEqualTo(3);
    }
  }

  @Test
  void a_trace_in_two_halves_before_and_after_a_restart_is_one() {
    var spans = SampleTrade.of(1).spans();
    store.writer().appendSpans(spans.subList(0, 6));
    start(store).close();

    try (var keeper = start(store)) {
      store.writer().appendSpans(spans.subList(6, spans.size()));

      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> keeper.view().map(TimeRange.ALWAYS).incomplete() == 0);
      var edges = keeper.view().map(TimeRange.ALWAYS).edges();
      try (var whole = new InMemoryStore(100, 1, 1)) {
        var expected = view(null);
        whole.follow(expected, 0);
        whole.writer().appendSpans(spans);
        assertThat(edges).isEqualTo(expected.map(TimeRange.ALWAYS).edges());
      }
    }
  }

  @Test
  void a_damaged_view_is_worked_out_again() throws IOException {
    trade(1);
    start(store).close();
    Files.writeString(folder.resolve("service-map/checkpoint"), "damaged");

    try (var keeper = start(store)) {
      assertThat(requests(keeper)).isEqualTo(1);
    }
  }

  @Test
  void a_view_of_a_store_that_has_begun_anew_begins_anew() {
    trade(1);
    start(store).close();

    try (var other = new InMemoryStore(100, 1, 1);
        var keeper = start(other)) {
      assertThat(keeper.view().map(TimeRange.ALWAYS).nodes()).isEmpty();
    }
  }

  private ViewKeeper<ServiceMapView> start(Store store) {
    return ViewKeeper.start(
        store, folder.resolve("service-map"), ServiceMapView.FORMAT, ViewKeeperTest::view, true);
  }

  private static ServiceMapView view(@Nullable ViewStorage storage) {
    return new ServiceMapView(
        Limits.STANDARD, () -> SampleTraces.NOON.plusSeconds(220), ZoneOffset.UTC, storage);
  }

  private void trade(long number) {
    store.writer().appendSpans(SampleTrade.of(number).spans());
  }

  private static long requests(ViewKeeper<ServiceMapView> keeper) {
    return keeper.view().map(TimeRange.ALWAYS).nodes().stream()
        .filter(node -> node.id().equals("router"))
        .findFirst()
        .orElseThrow()
        .requests();
  }
}

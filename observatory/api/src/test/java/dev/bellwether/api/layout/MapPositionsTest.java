package dev.bellwether.api.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.api.layout.MapGraph.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapPositionsTest {
  private static final int COLUMN = MapLayout.NODE_WIDTH + MapLayout.GAP_WIDTH;
  private static final int ROW = MapLayout.NODE_HEIGHT + MapLayout.GAP_HEIGHT;
  private static final List<String> BELLWETHER =
      List.of(
          "client>trader",
          "monkey>trader",
          "trader>router",
          "router>recorder",
          "recorder>postgresql/trades",
          "recorder>notifier",
          "notifier>external/clearinghouse:9006");

  @TempDir private Path directory;
  private Instant now = Instant.parse("2026-03-02T13:00:00Z");

  @Test
  void callers_are_left_of_callees() {
    var places = open().of(graph(BELLWETHER));

    for (var call : graph(BELLWETHER).calls()) {
      assertThat(x(places, call.target()) - x(places, call.source()))
          .as(call.toString())
          .isGreaterThanOrEqualTo(COLUMN);
    }
    assertApart(places);
  }

  @Test
  void the_same_graph_gives_the_same_picture_in_every_order() {
    var calls = calls(40, new Random(7));
    var expected = MapLayout.positions(graph(calls));
    Collections.shuffle(calls, new Random(8));

    assertThat(MapLayout.positions(graph(calls))).isEqualTo(expected);
    assertApart(expected);
  }

  @Test
  void nodes_keep_their_distance_whatever_the_map() {
    for (int seed = 0; seed < 20; seed++) {
      assertApart(MapLayout.positions(graph(calls(30, new Random(seed)))));
    }
  }

  @Test
  void nothing_moves_when_three_nodes_and_four_calls_are_added_to_forty() {
    var positions = open();
    var calls = calls(40, new Random(7));
    var before = settled(positions, calls);

    calls.addAll(List.of("n3>new1", "new1>new2", "n5>new1", "new3>n0"));
    var after = positions.of(graph(calls));

    assertThat(after).hasSize(43).containsAllEntriesOf(before);
    assertApart(after);
    assertThat(x(after, "new2") - x(after, "new1")).isEqualTo(COLUMN);
    assertThat(x(before, "n0") - x(after, "new3")).isEqualTo(COLUMN);
  }

  @Test
  void a_refresh_moves_nothing() {
    var positions = open();

    var first = positions.of(graph(BELLWETHER));

    assertThat(positions.of(graph(BELLWETHER))).isEqualTo(first);
  }

  @Test
  void a_map_that_fills_node_by_node_ends_up_as_if_it_had_come_at_once() {
    var positions = open();
    for (int count = BELLWETHER.size(); count > 0; count--) {
      positions.of(graph(BELLWETHER.subList(count - 1, BELLWETHER.size())));
      now = now.plusSeconds(5);
    }

    assertThat(settled(positions, BELLWETHER)).isEqualTo(MapLayout.positions(graph(BELLWETHER)));
  }

  @Test
  void a_map_that_nobody_looked_at_while_it_filled_is_laid_out_when_somebody_does() {
    var positions = open();
    positions.of(graph(BELLWETHER.subList(4, 5)));

    now = now.plus(Duration.ofHours(1));

    assertThat(positions.of(graph(BELLWETHER))).isEqualTo(MapLayout.positions(graph(BELLWETHER)));
  }

  @Test
  void a_map_that_never_comes_to_rest_stops_moving_after_three_minutes() {
    var positions = open();
    var calls = new ArrayList<>(BELLWETHER);
    for (int i = 0; i < 10; i++) {
      positions.of(graph(calls));
      calls.add("trader>peer" + i);
      now = now.plusSeconds(20);
    }

    var before = positions.of(graph(calls));
    calls.add("trader>last");

    assertThat(positions.of(graph(calls))).containsAllEntriesOf(before);
  }

  @Test
  void a_node_that_comes_back_is_where_it_was() {
    var positions = open();
    var before = settled(positions, BELLWETHER);

    positions.of(graph(BELLWETHER.subList(0, 5)));
    positions.of(graph(List.of("trader>other")));

    assertThat(positions.of(graph(BELLWETHER))).isEqualTo(before);
  }

  @Test
  void another_system_is_laid_out_afresh() {
    var positions = open();
    settled(positions, BELLWETHER);
    var other = List.of("shop>cart", "shop>stock", "cart>redis/0");

    assertThat(positions.of(graph(other))).isEqualTo(MapLayout.positions(graph(other)));
  }

  @Test
  void tidy_lays_out_afresh_and_stays() {
    var positions = open();
    settled(positions, BELLWETHER);
    var more = Stream.concat(BELLWETHER.stream(), Stream.of("trader>auditor")).toList();
    positions.of(graph(more));

    var tidied = positions.tidy(graph(more));

    assertThat(tidied).isEqualTo(MapLayout.positions(graph(more)));
    assertThat(positions.of(graph(more))).isEqualTo(tidied);
  }

  @Test
  void positions_survive_a_restart() {
    var before = settled(open(), BELLWETHER);

    assertThat(open().of(graph(BELLWETHER))).isEqualTo(before);
  }

  @Test
  void a_broken_file_is_as_good_as_none() throws IOException {
    for (var text : List.of("", "{", "{}", "{\"nodes\":[null]}", "{\"nodes\":[{}]}")) {
      Files.writeString(directory.resolve("map.json"), text);

      assertThat(open().of(graph(BELLWETHER))).hasSize(8);
    }
  }

  @Test
  void a_call_to_itself_or_to_nowhere_is_left_out() {
    var graph = MapGraph.of(List.of("a"), List.of(new Call("a", "a"), new Call("a", "b")));

    assertThat(graph.calls()).isEmpty();
    assertThat(open().of(graph)).containsOnlyKeys("a");
  }

  @Test
  void an_empty_map_has_no_positions() {
    assertThat(open().of(graph(List.of()))).isEmpty();
  }

  private MapPositions open() {
    return MapPositions.open(directory.resolve("map.json"), () -> now);
  }

  private Map<String, Position> settled(MapPositions positions, List<String> calls) {
    positions.of(graph(calls));
    now = now.plus(Duration.ofMinutes(4));
    return positions.of(graph(calls));
  }

  /// A tree with some calls across, and three nodes that stand alone.
  private static List<String> calls(int nodes, Random random) {
    var calls = new ArrayList<String>();
    for (int i = 1; i < nodes - 3; i++) {
      calls.add("n%d>n%d".formatted(random.nextInt(i), i));
    }
    for (int i = 0; i < nodes / 4; i++) {
      calls.add("n%d>n%d".formatted(random.nextInt(nodes - 3), random.nextInt(nodes - 3)));
    }
    for (int i = nodes - 3; i < nodes; i++) {
      calls.add("n%d>n%d".formatted(i, i));
    }
    return calls;
  }

  private static MapGraph graph(List<String> calls) {
    var nodes = new ArrayList<String>();
    var parsed = new ArrayList<Call>();
    for (var call : calls) {
      var ends = call.split(">", -1);
      nodes.addAll(List.of(ends));
      parsed.add(new Call(ends[0], ends[1]));
    }
    return MapGraph.of(nodes, parsed);
  }

  private static double x(Map<String, Position> places, String node) {
    return Objects.requireNonNull(places.get(node), node).x();
  }

  private static void assertApart(Map<String, Position> places) {
    places.forEach((id, place) ->
        places.forEach((otherId, other) -> {
          boolean apart =
              Math.abs(place.x() - other.x()) >= COLUMN || Math.abs(place.y() - other.y()) >= ROW;
          assertThat(apart || id.equals(otherId)).as(id + " and " + otherId).isTrue();
        }));
  }
}

package dev.bellwether.api.layout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Finds places for new nodes between old ones, which stay where they are.
///
/// ```
///   caller ──→ [wanted]     one column right of the rightmost caller, at the callers' mean height,
///              [next…]      else the nearest free place above or below
/// ```
final class NewPlaces {
  private static final int COLUMN = MapLayout.NODE_WIDTH + MapLayout.GAP_WIDTH;
  private static final int ROW = MapLayout.NODE_HEIGHT + MapLayout.GAP_HEIGHT;

  private final MapGraph graph;
  private final Map<String, Position> places;

  private NewPlaces(MapGraph graph, Map<String, Position> places) {
    this.graph = graph;
    this.places = places;
  }

  /// Adds a place for each of `missing` to `places`; the same for equal arguments.
  static void insert(Collection<String> missing, MapGraph graph, Map<String, Position> places) {
    var newPlaces = new NewPlaces(graph, places);
    var waiting = new TreeSet<>(missing);
    while (!waiting.isEmpty()) {
      var next = newPlaces.next(waiting);
      waiting.remove(next);
      places.put(next, newPlaces.nearestFree(newPlaces.wanted(next)));
    }
  }

  /// Along the calls, so that a chain of new nodes becomes a row: first who is called by a node
  /// that has a place, then who calls one, then the rest.
  private String next(NavigableSet<String> waiting) {
    return first(waiting, node -> !callers(node).isEmpty())
        .or(() -> first(waiting, node -> !callees(node).isEmpty()))
        .orElseGet(waiting::first);
  }

  private static Optional<String> first(NavigableSet<String> waiting, Predicate<String> matches) {
    return waiting.stream().filter(matches).findFirst();
  }

  private Position wanted(String node) {
    var callers = callers(node);
    if (!callers.isEmpty()) {
      double right = callers.stream().mapToDouble(Position::x).max().orElseThrow();
      return new Position(right + COLUMN, height(callers));
    }
    var callees = callees(node);
    if (!callees.isEmpty()) {
      double left = callees.stream().mapToDouble(Position::x).min().orElseThrow();
      return new Position(left - COLUMN, height(callees));
    }
    // Nobody knows it: below everything, at the left edge.
    double left = places.values().stream().mapToDouble(Position::x).min().orElse(0);
    double bottom = places.values().stream().mapToDouble(Position::y).max().orElse(-ROW);
    return new Position(left, bottom + ROW);
  }

  private Position nearestFree(Position wanted) {
    // Each of the others can be in the way of two rows at most, so this many are enough.
    for (int row = 0; row <= 2 * places.size() + 1; row++) {
      for (int side : new int[] {1, -1}) {
        var place = new Position(wanted.x(), wanted.y() + side * row * (double) ROW);
        if (free(place)) {
          return place;
        }
      }
    }
    throw new IllegalStateException("no free place beside %d nodes".formatted(places.size()));
  }

  private boolean free(Position place) {
    return places.values().stream()
        .noneMatch(other ->
            Math.abs(other.x() - place.x()) < COLUMN && Math.abs(other.y() - place.y()) < ROW);
  }

  private List<Position> callers(String node) {
    var callers = new ArrayList<Position>();
    for (var call : graph.calls()) {
      var place = places.get(call.source());
      if (call.target().equals(node) && place != null) {
        callers.add(place);
      }
    }
    return callers;
  }

  private List<Position> callees(String node) {
    var callees = new ArrayList<Position>();
    for (var call : graph.calls()) {
      var place = places.get(call.target());
      if (call.source().equals(node) && place != null) {
        callees.add(place);
      }
    }
    return callees;
  }

  private static double height(List<Position> neighbours) {
    return Math.round(neighbours.stream().mapToDouble(Position::y).average().orElse(0));
  }
}

package dev.bellwether.api.layout;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Remembers where nodes are, so that people find them there again.
///
/// - A node that has a place keeps it, also while it is not on the map.
/// - A new node is put beside its neighbours: right of who calls it, else left of whom it calls, in
///   the nearest free place.
/// - While a map fills, every change lays it out afresh: a system that starts shows its nodes one
///   after another, and the order in which they came is no picture. It has filled when nothing
///   changed for 30 seconds, or after 3 minutes.
/// - A map begins to fill when it shows more new nodes than known ones: the first map, or another
///   system. What was known is forgotten then.
/// - [#tidy] lays out afresh when somebody asks for it.
///
/// Many threads may call it at once. Positions of a map that has filled are kept in a file; if it
/// cannot be read or written, that is logged, and the map is laid out afresh after a restart.
public final class MapPositions {
  private static final System.Logger log = System.getLogger(MapPositions.class.getName());

  /// Two reports of the slowest usual sender: services that start together are all there by then.
  private static final Duration QUIET = Duration.ofSeconds(30);

  /// From the first node on; as long as a laptop takes to start a dozen services.
  private static final Duration FILLING_MAX = Duration.ofMinutes(3);

  /// As many as the service map has nodes; places of nodes that are gone are forgotten above.
  private static final int NODES_MAX = 1_000;

  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final TreeMap<String, Position> places = new TreeMap<>();
  private @Nullable Filling filling;

  /// A map that fills: since when, what was laid out last, and when.
  private record Filling(Instant since, MapGraph graph, Instant changed) {}

  /// What is in the file.
  record Saved(List<Node> nodes) {
    record Node(String id, double x, double y) {
      Node {
        Objects.requireNonNull(id);
      }
    }

    Saved {
      nodes = List.copyOf(nodes);
    }
  }

  private MapPositions(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /// Starts with what `file` holds, or with nothing if it is not there.
  public static MapPositions open(Path file, InstantSource clock) {
    var positions = new MapPositions(file, clock);
    positions.load();
    return positions;
  }

  /// A position for every node of `graph`.
  public Map<String, Position> of(MapGraph graph) {
    lock.lock();
    try {
      if (filling != null && over(filling)) {
        filling = null;
        save();
      }
      if (filling == null && mostlyNew(graph)) {
        places.clear();
        filling = new Filling(clock.instant(), MapGraph.of(List.of(), List.of()), clock.instant());
      }
      if (filling != null) {
        fill(filling, graph);
      } else if (insertMissing(graph)) {
        save();
      }
      return shown(graph);
    } finally {
      lock.unlock();
    }
  }

  /// Lays `graph` out afresh and keeps that. Places of nodes that are not part of it are forgotten.
  public Map<String, Position> tidy(MapGraph graph) {
    lock.lock();
    try {
      layOut(graph);
      save();
      return shown(graph);
    } finally {
      lock.unlock();
    }
  }

  private boolean mostlyNew(MapGraph graph) {
    long known = graph.nodes().stream().filter(places::containsKey).count();
    return graph.nodes().size() - known > known;
  }

  private boolean over(Filling now) {
    var instant = clock.instant();
    return instant.isAfter(now.changed.plus(QUIET)) || instant.isAfter(now.since.plus(FILLING_MAX));
  }

  private void fill(Filling now, MapGraph graph) {
    if (!graph.equals(now.graph)) {
      layOut(graph);
      filling = new Filling(now.since, graph, clock.instant());
    }
  }

  private void layOut(MapGraph graph) {
    places.clear();
    places.putAll(MapLayout.positions(graph));
  }

  private boolean insertMissing(MapGraph graph) {
    var missing = new ArrayList<>(graph.nodes());
    missing.removeIf(places::containsKey);
    if (missing.isEmpty()) {
      return false;
    }
    if (places.size() + missing.size() > NODES_MAX) {
      places.keySet().retainAll(graph.nodes());
    }
    NewPlaces.insert(missing, graph, places);
    return true;
  }

  private Map<String, Position> shown(MapGraph graph) {
    var shown = new TreeMap<>(places);
    shown.keySet().retainAll(graph.nodes());
    return shown;
  }

  private void load() {
    if (!Files.exists(file)) {
      return;
    }
    try {
      for (var node : JSON.readValue(Files.readAllBytes(file), Saved.class).nodes()) {
        places.put(node.id(), new Position(node.x(), node.y()));
      }
    } catch (IOException | JacksonException e) {
      log.log(Level.WARNING, "map positions %s: not readable, laid out afresh".formatted(file), e);
    }
  }

  /// Writes a new file beside the old one and puts it in its place: a crash leaves one of the two.
  private void save() {
    var nodes = new ArrayList<Saved.Node>();
    places.forEach((id, place) -> nodes.add(new Saved.Node(id, place.x(), place.y())));
    var unfinished = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.write(unfinished, JSON.writeValueAsBytes(new Saved(nodes)));
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.log(Level.WARNING, "map positions %s: not written".formatted(file), e);
    }
  }
}

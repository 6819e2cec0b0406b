package dev.bellwether.analysis;

import dev.bellwether.analysis.HealthCheck.Verdict;
import dev.bellwether.analysis.NodeHealth.Status;
import dev.bellwether.analysis.ServiceMap.Edge;
import dev.bellwether.analysis.ServiceMap.EdgeKind;
import dev.bellwether.analysis.ServiceMap.Latency;
import dev.bellwether.analysis.ServiceMap.Node;
import dev.bellwether.analysis.ServiceMap.NodeKind;
import dev.bellwether.analysis.ServiceMap.Quality;
import dev.bellwether.store.TimeRange;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Turns the sums of some minutes into a [ServiceMap]. Used once.
final class MapDrawing {
  private final Addresses addresses;
  private final TimeRange range;
  private final Predicate<NodeKey> settling;
  private final Map<EdgeKey, EdgeTally> edges = new HashMap<>();
  private final Map<Long, Map<EdgeKey, EdgeTally>> edgesByMinute = new HashMap<>();
  private final Map<NodeKey, TreeMap<Long, NodeMinute>> nodes = new HashMap<>();
  private final Set<NodeKey> shown = new HashSet<>();
  private long incomplete;

  private MapDrawing(Addresses addresses, TimeRange range, Predicate<NodeKey> settling) {
    this.addresses = addresses;
    this.range = range;
    this.settling = settling;
  }

  /// @param now the minute that runs: health is not judged by minutes to come
  /// @param settling whether a node is too new to be drawn as an address without a service
  static ServiceMap draw(
      Collection<Minute> minutes,
      TimeRange range,
      long now,
      Predicate<NodeKey> settling,
      HealthCheck check,
      Quality quality) {
    var drawing = new MapDrawing(Addresses.of(minutes), range, settling);
    long end = Minutes.last(range);
    minutes.stream().filter(minute -> minute.number <= end).forEach(drawing::add);
    return drawing.map(check, Math.min(end, now), quality);
  }

  /// Minutes before the range are the past that health is judged against.
  private void add(Minute minute) {
    var resolved = new HashMap<EdgeKey, EdgeTally>();
    minute.edges.forEach((edge, tally) -> resolve(edge, tally, resolved));
    edgesByMinute.put(minute.number, resolved);
    boolean inRange = minute.overlaps(range);
    minute.services.forEach((service, tally) -> {
      node(service, minute.number).add(tally.requests, tally.errors, tally.durations);
      if (inRange) {
        shown.add(service);
      }
    });
    resolved.forEach((edge, tally) -> count(edge, tally, minute.number));
    if (inRange) {
      incomplete += minute.incomplete;
      resolved.forEach(
          (edge, tally) -> edges.computeIfAbsent(edge, _ -> new EdgeTally()).add(tally));
    }
  }

  /// Replaces addresses by what is behind them.
  private void resolve(EdgeKey edge, EdgeTally tally, Map<EdgeKey, EdgeTally> resolved) {
    if (tally.empty()) {
      return;
    }
    var via = edge.via();
    if (via != null && addresses.balancer(via)) {
      tally(resolved, edge.source(), via, edge.kind()).addCallerSide(tally);
      tally(resolved, via, edge.target(), edge.kind()).addCalleeSide(tally);
      return;
    }
    if (via != null || edge.target().kind() == NodeKind.SERVICE) {
      tally(resolved, edge.source(), edge.target(), edge.kind()).add(tally);
      return;
    }
    var owner = addresses.owner(edge.target());
    if (owner.isPresent()) {
      tally(resolved, edge.source(), owner.get(), edge.kind()).addUnresolved(tally);
    } else if (edge.target().kind() != NodeKind.EXTERNAL || !settling.test(edge.target())) {
      tally(resolved, edge.source(), edge.target(), edge.kind()).add(tally);
    }
  }

  private static EdgeTally tally(
      Map<EdgeKey, EdgeTally> edges, NodeKey source, NodeKey target, EdgeKind kind) {
    return edges.computeIfAbsent(new EdgeKey(source, null, target, kind), _ -> new EdgeTally());
  }

  /// Counts calls at the nodes that do not count for themselves. What a service was asked but did
  /// not tell about is a request too: one that is down tells nothing.
  private void count(EdgeKey edge, EdgeTally tally, long minute) {
    if (edge.kind() == EdgeKind.LINK) {
      return;
    }
    if (edge.source().kind() == NodeKind.CLIENT) {
      node(edge.source(), minute).add(tally.calls, tally.errors, tally.durations);
    }
    if (edge.target().kind() == NodeKind.SERVICE) {
      node(edge.target(), minute).requests += tally.unresolved;
      node(edge.target(), minute).errors += tally.unresolvedErrors;
      return;
    }
    node(edge.target(), minute).add(tally.calls, tally.errors, tally.durations);
  }

  /// Who is never called, a load generator or a batch job, is known by the calls that it makes.
  private void countForCallersOnly() {
    var callersOnly = new HashSet<NodeKey>();
    for (var node : shown) {
      if (node.kind() == NodeKind.SERVICE && requests(node) == 0) {
        callersOnly.add(node);
      }
    }
    edgesByMinute.forEach((minute, tallies) ->
        tallies.forEach((edge, tally) -> {
          if (callersOnly.contains(edge.source()) && edge.kind() != EdgeKind.LINK) {
            boolean seen = tally.clientDurations.count() > 0;
            node(edge.source(), minute)
                .add(tally.calls, tally.errors, seen ? tally.clientDurations : tally.durations);
          }
        }));
  }

  private long requests(NodeKey node) {
    return nodes.getOrDefault(node, new TreeMap<>()).values().stream()
        .mapToLong(minute -> minute.requests)
        .sum();
  }

  private NodeMinute node(NodeKey node, long minute) {
    return nodes
        .computeIfAbsent(node, _ -> new TreeMap<>())
        .computeIfAbsent(minute, NodeMinute::new);
  }

  private ServiceMap map(HealthCheck check, long end, Quality quality) {
    for (var edge : edges.keySet()) {
      shown.add(edge.source());
      shown.add(edge.target());
    }
    countForCallersOnly();
    var verdicts = new HashMap<NodeKey, Verdict>();
    for (var node : shown) {
      verdicts.put(node, check.judge(nodes.getOrDefault(node, new TreeMap<>()), end));
    }
    var drawnNodes =
        shown.stream()
            .map(node -> node(node, health(node, verdicts, end)))
            .sorted(Comparator.comparing(Node::id))
            .toList();
    return new ServiceMap(
        drawnNodes,
        drawn(kind -> kind != EdgeKind.LINK),
        drawn(kind -> kind == EdgeKind.LINK),
        incomplete,
        quality);
  }

  private NodeHealth health(NodeKey node, Map<NodeKey, Verdict> verdicts, long end) {
    var verdict = verdicts.get(node);
    if (verdict == null || node.kind() == NodeKind.CLIENT) {
      return new NodeHealth(Status.OK, "where requests come from", null, false, 0);
    }
    var cause = verdict.errors() == 0 ? null : cause(node, verdict, verdicts, end);
    if (cause == null) {
      return new NodeHealth(
          verdict.status(), verdict.reason(), null, verdict.slow(), verdict.errors());
    }
    return verdict.fails()
        ? new NodeHealth(
            verdict.status(),
            "%s; most come from %s".formatted(verdict.reason(), id(cause)),
            id(cause),
            false,
            0)
        : new NodeHealth(verdict.status(), verdict.reason(), null, verdict.slow(), 0);
  }

  /// The node that most of the errors come from, if failed calls explain half of them. Of one that
  /// is unwell only another that is.
  private @Nullable NodeKey cause(
      NodeKey node, Verdict verdict, Map<NodeKey, Verdict> verdicts, long end) {
    var failedCalls = new HashMap<NodeKey, Long>();
    for (long minute = verdict.sinceMinute(); minute <= end; minute++) {
      edgesByMinute
          .getOrDefault(minute, Map.of())
          .forEach((edge, tally) -> {
            if (edge.source().equals(node)
                && edge.kind() != EdgeKind.LINK
                && (!verdict.fails() || fails(edge.target(), verdicts))) {
              failedCalls.merge(edge.target(), tally.errors, Long::sum);
            }
          });
    }
    failedCalls.remove(node);
    long explained = failedCalls.values().stream().mapToLong(Long::longValue).sum();
    return explained * 2 < verdict.errors()
        ? null
        : failedCalls.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .max(
                Map.Entry.<NodeKey, Long>comparingByValue()
                    .thenComparing(entry -> entry.getKey().id()))
            .map(Map.Entry::getKey)
            .orElse(null);
  }

  private static boolean fails(NodeKey node, Map<NodeKey, Verdict> verdicts) {
    var verdict = verdicts.get(node);
    return verdict != null && verdict.fails();
  }

  private Node node(NodeKey key, NodeHealth health) {
    var sum = new NodeMinute(0);
    long from = Minutes.of(range.fromNanos());
    var all = nodes.getOrDefault(key, new TreeMap<>());
    var minutes = all.subMap(from, true, Minutes.last(range), true);
    minutes.values().forEach(sum::add);
    long first = minutes.isEmpty() ? from : minutes.firstKey();
    long last = minutes.isEmpty() ? from : minutes.lastKey();
    return new Node(
        id(key),
        name(key),
        key.kind(),
        sum.requests,
        sum.errors,
        Latency.of(sum.durations),
        health,
        first * Minutes.NANOS,
        (last + 1) * Minutes.NANOS);
  }

  /// A service may have the name of another node, `client` for example; ids must differ.
  private String id(NodeKey node) {
    return node.kind() != NodeKind.SERVICE && shown.contains(NodeKey.service(node.id()))
        ? node.id() + " (" + name(node) + ")"
        : node.id();
  }

  private static String name(NodeKey node) {
    return node.kind() == NodeKind.EXTERNAL && node.id().startsWith("external/")
        ? node.id().substring("external/".length())
        : node.id();
  }

  private List<Edge> drawn(Predicate<EdgeKind> kinds) {
    return edges.entrySet().stream()
        .filter(entry -> kinds.test(entry.getKey().kind()))
        .map(entry -> edge(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparing(Edge::source)
                .thenComparing(Edge::target)
                .thenComparing(Edge::kind))
        .toList();
  }

  private Edge edge(EdgeKey key, EdgeTally tally) {
    var served = Latency.of(tally.durations);
    var waited = Latency.of(tally.clientDurations);
    return new Edge(
        id(key.source()),
        id(key.target()),
        key.kind(),
        tally.calls,
        Math.round((double) tally.weightMillis / Sampling.ONE_MILLIS),
        tally.errors,
        tally.messages,
        tally.unresolved,
        served == null ? waited : served,
        waited,
        tally.inferred > 0 && tally.inferred == tally.calls,
        key.source().equals(key.target()),
        tally.slowTrace,
        tally.failedTrace);
  }
}

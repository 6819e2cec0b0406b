package dev.bellwether.analysis;

import dev.bellwether.analysis.DrawnCalls.Side;
import dev.bellwether.analysis.HealthCheck.Verdict;
import dev.bellwether.analysis.NodeHealth.Status;
import dev.bellwether.analysis.ServiceMap.Edge;
import dev.bellwether.analysis.ServiceMap.EdgeKind;
import dev.bellwether.analysis.ServiceMap.Latency;
import dev.bellwether.analysis.ServiceMap.Node;
import dev.bellwether.analysis.ServiceMap.NodeKind;
import dev.bellwether.analysis.ServiceMap.Quality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Turns the sums of minutes into a [ServiceMap]. Used once.
///
/// What nodes and edges did is one sum over all minutes of the range; how well a node is, and since
/// when, needs the last minutes one by one.
final class MapDrawing {
  /// The first minute of the range.
  private final long first;

  private final Addresses addresses;
  private final Predicate<NodeKey> settling;
  private final Map<EdgeKey, EdgeTally> edges = new HashMap<>();
  private final Map<NodeKey, NodeMinute> nodes = new HashMap<>();
  private final Set<NodeKey> shown = new HashSet<>();

  // Of the last minutes, those before the range included.
  private final Map<Long, List<DrawnCalls>> lastCalls = new HashMap<>();
  private final Map<NodeKey, TreeMap<Long, NodeMinute>> lastMinutes = new HashMap<>();

  private MapDrawing(long first, Addresses addresses, Predicate<NodeKey> settling) {
    this.first = first;
    this.addresses = addresses;
    this.settling = settling;
  }

  /// @param sum of all minutes of the range
  /// @param last the minutes that health is judged by; those before the first of the range are the
  ///   past that it is judged against
  /// @param end the last of them, or the one that runs: health is not judged by minutes to come
  /// @param settling whether a node is too new to be drawn as an address without a service
  static ServiceMap draw(
      Minute sum,
      List<Minute> last,
      long end,
      Predicate<NodeKey> settling,
      HealthCheck check,
      Quality quality) {
    var learned = new ArrayList<Minute>(List.of(sum));
    last.stream().filter(minute -> minute.number < sum.number).forEach(learned::add);
    var drawing = new MapDrawing(sum.number, Addresses.of(learned), settling);
    var calls = drawing.add(sum);
    last.forEach(drawing::addLast);
    drawing.countForCallersOnly(calls);
    return drawing.map(sum.incomplete, check, end, quality);
  }

  private List<DrawnCalls> add(Minute sum) {
    sum.services.forEach((service, tally) -> {
      shown.add(service);
      node(service).add(tally.requests, tally.errors, tally.durations);
    });
    var all = calls(sum);
    for (var calls : all) {
      edges.computeIfAbsent(calls.edge(), _ -> new EdgeTally()).add(calls);
      shown.add(calls.edge().source());
      shown.add(calls.edge().target());
      count(calls, this::node);
    }
    return all;
  }

  private void addLast(Minute minute) {
    minute.services.forEach((service, tally) ->
        node(service, minute.number).add(tally.requests, tally.errors, tally.durations));
    var all = calls(minute);
    lastCalls.put(minute.number, all);
    all.forEach(calls -> count(calls, node -> node(node, minute.number)));
  }

  /// Replaces addresses by what is behind them.
  private List<DrawnCalls> calls(Minute minute) {
    var calls = new ArrayList<DrawnCalls>();
    minute.edges.forEach((edge, tally) -> {
      if (!tally.empty()) {
        resolve(edge, tally, calls);
      }
    });
    return calls;
  }

  private void resolve(EdgeKey edge, EdgeTally tally, List<DrawnCalls> calls) {
    var via = edge.via();
    if (via != null && addresses.balancer(via)) {
      calls.add(calls(edge.source(), via, edge.kind(), tally, Side.CALLER));
      calls.add(calls(via, edge.target(), edge.kind(), tally, Side.CALLEE));
      return;
    }
    if (via != null || edge.target().kind() == NodeKind.SERVICE) {
      calls.add(calls(edge.source(), edge.target(), edge.kind(), tally, Side.BOTH));
      return;
    }
    var callee = addresses.callee(edge);
    if (callee.isPresent()) {
      calls.add(calls(edge.source(), callee.get(), edge.kind(), tally, Side.UNANSWERED));
    } else if (edge.target().kind() != NodeKind.EXTERNAL || !settling.test(edge.target())) {
      calls.add(calls(edge.source(), edge.target(), edge.kind(), tally, Side.BOTH));
    }
  }

  private static DrawnCalls calls(
      NodeKey source, NodeKey target, EdgeKind kind, EdgeTally tally, Side side) {
    return new DrawnCalls(new EdgeKey(source, null, target, kind), tally, side);
  }

  /// Counts calls at the nodes that do not count for themselves. What a service was asked but did
  /// not tell about is a request too: one that is down tells nothing.
  private static void count(DrawnCalls calls, Function<NodeKey, NodeMinute> nodes) {
    var edge = calls.edge();
    if (edge.kind() == EdgeKind.LINK) {
      return;
    }
    var tally = calls.tally();
    if (edge.source().kind() == NodeKind.CLIENT) {
      nodes.apply(edge.source()).add(tally.calls, tally.errors, calls.durations());
    }
    var target = nodes.apply(edge.target());
    if (edge.target().kind() == NodeKind.SERVICE) {
      target.requests += calls.unresolved();
      target.errors += calls.unresolvedErrors();
    } else {
      target.add(tally.calls, tally.errors, calls.durations());
    }
  }

  /// Who is never called, a load generator or a batch job, is known by the calls that it makes.
  private void countForCallersOnly(List<DrawnCalls> calls) {
    var callersOnly = new HashSet<NodeKey>();
    for (var node : shown) {
      if (node.kind() == NodeKind.SERVICE && ever(node) == 0) {
        callersOnly.add(node);
      }
    }
    countForCallers(callersOnly, calls, this::node);
    lastCalls.forEach(
        (minute, all) -> countForCallers(callersOnly, all, node -> node(node, minute)));
  }

  private static void countForCallers(
      Set<NodeKey> callers, List<DrawnCalls> all, Function<NodeKey, NodeMinute> nodes) {
    for (var calls : all) {
      var edge = calls.edge();
      if (callers.contains(edge.source()) && edge.kind() != EdgeKind.LINK) {
        var tally = calls.tally();
        nodes.apply(edge.source()).add(tally.calls, tally.errors, calls.waited());
      }
    }
  }

  /// All requests of a node that are known of.
  private long ever(NodeKey node) {
    var earlier = lastMinutes.getOrDefault(node, new TreeMap<>()).headMap(first);
    return node(node).requests
        + earlier.values().stream().mapToLong(minute -> minute.requests).sum();
  }

  private NodeMinute node(NodeKey node) {
    return nodes.computeIfAbsent(node, _ -> new NodeMinute(first));
  }

  private NodeMinute node(NodeKey node, long minute) {
    return lastMinutes
        .computeIfAbsent(node, _ -> new TreeMap<>())
        .computeIfAbsent(minute, NodeMinute::new);
  }

  private ServiceMap map(long incomplete, HealthCheck check, long end, Quality quality) {
    var verdicts = new HashMap<NodeKey, Verdict>();
    for (var node : shown) {
      var minutes = lastMinutes.getOrDefault(node, new TreeMap<>());
      verdicts.put(node, check.judge(minutes, end, ever(node)));
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
      for (var calls : lastCalls.getOrDefault(minute, List.of())) {
        var edge = calls.edge();
        if (edge.source().equals(node)
            && edge.kind() != EdgeKind.LINK
            && (!verdict.fails() || fails(edge.target(), verdicts))) {
          failedCalls.merge(edge.target(), calls.tally().errors, Long::sum);
        }
      }
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
    var sum = node(key);
    return new Node(
        id(key),
        name(key),
        key.kind(),
        sum.requests,
        sum.errors,
        Latency.of(sum.durations()),
        health);
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

package dev.bellwether.api;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.stream.Collectors.toSet;

import dev.bellwether.analysis.NodeHealth.Status;
import dev.bellwether.analysis.ServiceMap;
import dev.bellwether.analysis.explain.Condition;
import dev.bellwether.analysis.explain.Explainer;
import dev.bellwether.analysis.explain.Explanation;
import dev.bellwether.analysis.explain.RequestReader;
import dev.bellwether.analysis.explain.Target;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.TraceReader;
import dev.bellwether.store.query.Query;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The first explanation of each node that needs attention, for the map to name.
///
/// Looked for in the background, one node after the other, while somebody looks at the map; the map
/// never waits for it. Many threads may call it.
final class NodeExplanations {
  private static final System.Logger log = System.getLogger(NodeExplanations.class.getName());

  /// A fault is named half a minute after it began, or sooner.
  private static final long AGE_NANOS_MAX = Duration.ofSeconds(10).toNanos();

  /// As far back as the judgement of a node looks: the time before a fault tells what it is not.
  private static final Duration WINDOW = Duration.ofMinutes(5);

  /// The minutes that a node is judged by: what has hit nobody since then is over.
  private static final Duration RECENT = Duration.ofMinutes(2);

  /// Far more than a cause needs to be seen; read in less than a second.
  private static final int REQUESTS_MAX = 10_000;

  private static final Duration READING_MAX = Duration.ofSeconds(2);

  /// More nodes than the map lists as in need of attention.
  private static final int NODES_MAX = 6;

  private final TraceReader traces;
  private final InstantSource clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();

  /// @param explanation absent where nothing was found
  private record Known(long atNanos, ServiceMapJson.@Nullable Explanation explanation) {}

  NodeExplanations(TraceReader traces, InstantSource clock) {
    this.traces = traces;
    this.clock = clock;
  }

  /// What is known now; what is too old is looked for again.
  Map<String, ServiceMapJson.Explanation> of(ServiceMap map) {
    var ill = map.nodes().stream().filter(NodeExplanations::isIll).limit(NODES_MAX).toList();
    known.keySet().retainAll(ill.stream().map(ServiceMap.Node::id).toList());
    var stale = ill.stream().filter(this::isStale).toList();
    if (!stale.isEmpty() && looking.compareAndSet(false, true)) {
      var called = map.edges().stream().map(ServiceMap.Edge::target).collect(toSet());
      Thread.ofVirtual().name("node-explanations").start(() -> look(stale, called));
    }
    var explanations = new HashMap<String, ServiceMapJson.Explanation>();
    known.forEach((id, one) -> {
      if (one.explanation != null) {
        explanations.put(id, one.explanation);
      }
    });
    return explanations;
  }

  private static boolean isIll(ServiceMap.Node node) {
    var status = node.health().status();
    return (status == Status.FAILING || status == Status.DEGRADED) && node.health().cause() == null;
  }

  private boolean isStale(ServiceMap.Node node) {
    var one = known.get(node.id());
    return one == null || System.nanoTime() - one.atNanos > AGE_NANOS_MAX;
  }

  private void look(List<ServiceMap.Node> nodes, Set<String> called) {
    try {
      for (var node : nodes) {
        var explanation =
            NodeSpans.of(node, called.contains(node.id()))
                .flatMap(asked -> explanation(node, asked));
        known.put(node.id(), new Known(System.nanoTime(), explanation.orElse(null)));
      }
    } catch (StoreException e) {
      log.log(DEBUG, "nodes are explained later: {0}", e.getMessage());
    } catch (RuntimeException e) {
      log.log(WARNING, "a node could not be explained", e);
    } finally {
      looking.set(false);
    }
  }

  /// What the node is ill of, failures or latency, and nothing else.
  private Optional<ServiceMapJson.Explanation> explanation(ServiceMap.Node node, Query asked) {
    var target = node.health().slow() ? Target.LATENCY : Target.FAILURES;
    var mode = node.health().slow() ? "slow" : "failed";
    long now = Math.multiplyExact(clock.millis(), 1_000_000L);
    var reader = new RequestReader(traces, asked, now, READING_MAX);
    reader.read(new TimeRange(Math.max(0, now - WINDOW.toNanos()), now), REQUESTS_MAX, false);
    return Explainer.explain(reader.population(), target).explanations().stream()
        .filter(explanation -> goesOn(explanation, now - RECENT.toNanos()))
        .findFirst()
        .map(first ->
            new ServiceMapJson.Explanation(
                Condition.words(first.conditions()),
                first.sentence(),
                first.filter().toString(),
                asked.toString(),
                mode));
  }

  private boolean goesOn(Explanation explanation, long sinceNanos) {
    return explanation.evidence().stream()
        .flatMap(hit -> traces.trace(hit).stream())
        .anyMatch(trace -> trace.spans().getFirst().startNanos() >= sinceNanos);
  }
}

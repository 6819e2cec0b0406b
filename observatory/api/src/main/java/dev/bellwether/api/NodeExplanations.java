package dev.bellwether.api;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.stream.Collectors.toSet;

import dev.bellwether.analysis.NodeHealth;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The first explanation of each node that needs attention, for the map to name.
///
/// A node of which hardly any request fails needs it as well when those few have something in
/// common that is not chance: all that one customer in fifty sends may fail, and the node as a
/// whole is well.
///
/// Looked for in the background, one node after the other, while somebody looks at the map; the map
/// never waits for it. Many threads may call it.
final class NodeExplanations {
  private static final System.Logger log = System.getLogger(NodeExplanations.class.getName());

  private static final long AGE_NANOS_MAX = Duration.ofSeconds(10).toNanos();

  /// A failure that the map has counted can be looked into after this: see [RequestReader].
  private static final long SETTLING_NANOS = Duration.ofSeconds(2).toNanos();

  /// Of a node that is well; with fewer there is no explanation.
  private static final long ERRORS_MIN = 3;

  /// As far back as the judgement of a node looks: the time before a fault tells what it is not.
  private static final Duration WINDOW = Duration.ofMinutes(5);

  /// The minutes that a node is judged by: what has hit nobody since then is over.
  private static final Duration RECENT = Duration.ofMinutes(2);

  /// Far more than a cause needs to be seen; read in less than a second.
  private static final int REQUESTS_MAX = 10_000;

  private static final Duration READING_MAX = Duration.ofSeconds(2);

  /// More nodes than the map lists as in need of attention.
  private static final int NODES_MAX = 6;

  private static final String FAILED = "failed";

  private final TraceReader traces;
  private final InstantSource clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();

  /// @param errors that the node had when it was looked at, or will have been
  /// @param dueNanos when it is looked at next
  /// @param explanation absent where nothing was found
  private record Known(
      long errors, long dueNanos, ServiceMapJson.@Nullable Explanation explanation) {
    /// A quarter more errors may tell what fewer could not, so each one of the first few is looked
    /// into, and an outage is not looked into all the time.
    Known withErrors(long now, long nowNanos) {
      return explanation == null && now * 4 >= errors * 5
          ? new Known(now, Math.min(dueNanos, nowNanos + SETTLING_NANOS), null)
          : this;
    }
  }

  NodeExplanations(TraceReader traces, InstantSource clock) {
    this.traces = traces;
    this.clock = clock;
  }

  /// What is known now; what is too old is looked for again.
  Map<String, ServiceMapJson.Explanation> of(ServiceMap map) {
    var asked =
        Stream.concat(
                map.nodes().stream().filter(NodeExplanations::isIll),
                map.nodes().stream().filter(this::failsForSome))
            .limit(NODES_MAX)
            .toList();
    known.keySet().retainAll(asked.stream().map(ServiceMap.Node::id).toList());
    long now = System.nanoTime();
    var due = asked.stream().filter(node -> isDue(node, now)).toList();
    if (!due.isEmpty() && looking.compareAndSet(false, true)) {
      var called = map.edges().stream().map(ServiceMap.Edge::target).collect(toSet());
      Thread.ofVirtual().name("node-explanations").start(() -> look(due, called));
    }
    var explanations = new HashMap<String, ServiceMapJson.Explanation>();
    known.forEach((id, one) -> {
      if (one.explanation != null) {
        explanations.put(id, one.explanation);
      }
    });
    return explanations;
  }

  /// The health of a node as it is with what is known of its failures.
  static NodeHealth health(ServiceMap.Node node, ServiceMapJson.@Nullable Explanation explanation) {
    var health = node.health();
    return health.status() == Status.OK && explanation != null && explanation.mode().equals(FAILED)
        ? new NodeHealth(
            Status.DEGRADED,
            health.reason() + ": few, but not by chance",
            null,
            false,
            health.ownErrors())
        : health;
  }

  private static boolean isIll(ServiceMap.Node node) {
    var status = node.health().status();
    return (status == Status.FAILING || status == Status.DEGRADED) && node.health().cause() == null;
  }

  /// Whether a node that is well had enough errors for an explanation, or has one and its errors go
  /// on.
  private boolean failsForSome(ServiceMap.Node node) {
    var health = node.health();
    var one = known.get(node.id());
    long errorsMin = one == null || one.explanation == null ? ERRORS_MIN : 1;
    return health.status() == Status.OK && health.ownErrors() >= errorsMin;
  }

  private boolean isDue(ServiceMap.Node node, long nowNanos) {
    long errors = node.health().ownErrors();
    var first = new Known(errors, nowNanos + SETTLING_NANOS, null);
    var one = known.merge(node.id(), first, (before, _) -> before.withErrors(errors, nowNanos));
    return one != null && nowNanos - one.dueNanos >= 0;
  }

  private void look(List<ServiceMap.Node> nodes, Set<String> called) {
    try {
      for (var node : nodes) {
        var explanation =
            NodeSpans.of(node, called.contains(node.id()))
                .flatMap(asked -> explanation(node, asked));
        long dueNanos = System.nanoTime() + AGE_NANOS_MAX;
        known.put(
            node.id(), new Known(node.health().ownErrors(), dueNanos, explanation.orElse(null)));
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
    var mode = node.health().slow() ? "slow" : FAILED;
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

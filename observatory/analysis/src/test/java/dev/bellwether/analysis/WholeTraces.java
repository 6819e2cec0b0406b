package dev.bellwether.analysis;

import dev.bellwether.analysis.ServiceMap.EdgeKind;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rules of the service map once more, for traces that are all there: nothing is kept up to
/// date, everything is looked up by going through all spans. Slow and plain, to compare with.
final class WholeTraces {
  private record Key(TraceId traceId, SpanId id) {}

  private static final class Sum {
    long calls;
    long weightMillis;
    long errors;
    long messages;
    long inferred;
    final List<Long> durations = new ArrayList<>();
    final List<Long> clientDurations = new ArrayList<>();
  }

  private final Map<Key, Span> spans = new HashMap<>();
  private final Map<String, Sum> edges = new TreeMap<>();
  private final Map<String, Sum> services = new TreeMap<>();
  private final Map<Long, Long> incomplete = new TreeMap<>();

  private WholeTraces(Collection<Span> all) {
    for (var span : all) {
      spans.put(new Key(span.traceId(), span.id()), span);
    }
    spans.values().forEach(this::add);
  }

  /// All sums as text, in a fixed order.
  static String sums(Collection<Span> spans) {
    var whole = new WholeTraces(spans);
    var text = new StringBuilder();
    whole.edges.forEach((key, sum) -> text.append(line(key, tally(sum))));
    whole.services.forEach((key, sum) -> text.append(line(key, tally(sum))));
    whole.incomplete.forEach(
        (minute, count) -> text.append(minute + " incomplete " + count + "\n"));
    return text.toString();
  }

  /// The sums of a view, in the same form.
  static String sums(ServiceMapView view) {
    var edges = new TreeMap<String, EdgeTally>();
    var services = new TreeMap<String, EdgeTally>();
    var text = new StringBuilder();
    for (var minute : view.sums()) {
      minute.edges.forEach((key, tally) -> edges.put(minute.number + " " + key, tally));
      minute.services.forEach((key, service) -> {
        var tally = new EdgeTally();
        tally.weightMillis = service.spans;
        tally.calls = service.requests;
        tally.errors = service.errors;
        tally.durations.add(service.durations);
        services.put(minute.number + " " + key, tally);
      });
    }
    edges.values().removeIf(EdgeTally::empty);
    edges.forEach((key, tally) -> text.append(line(key, tally)));
    services.forEach((key, tally) -> text.append(line(key, tally)));
    for (var minute : view.sums()) {
      if (minute.incomplete != 0) {
        text.append(minute.number + " incomplete " + minute.incomplete + "\n");
      }
    }
    return text.toString();
  }

  private static EdgeTally tally(Sum sum) {
    var tally = new EdgeTally();
    tally.calls = sum.calls;
    tally.weightMillis = sum.weightMillis;
    tally.errors = sum.errors;
    tally.messages = sum.messages;
    tally.inferred = sum.inferred;
    sum.durations.forEach(tally.durations::add);
    sum.clientDurations.forEach(tally.clientDurations::add);
    return tally;
  }

  private static String line(String key, EdgeTally tally) {
    return "%s calls=%d weight=%d errors=%d messages=%d inferred=%d durations=%d/%d client=%d/%d\n"
        .formatted(
            key,
            tally.calls,
            tally.weightMillis,
            tally.errors,
            tally.messages,
            tally.inferred,
            tally.durations.count(),
            tally.durations.hashCode(),
            tally.clientDurations.count(),
            tally.clientDurations.hashCode());
  }

  private void add(Span span) {
    service(span).weightMillis++;
    addLinks(span);
    if (server(span)) {
      addServer(span);
    } else if (consumer(span)) {
      addConsumer(span);
    } else if (client(span)) {
      addClient(span);
    } else if (producer(span) && queue(span) != null && !delegated(span)) {
      addQueueCall(span, node(span), Objects.requireNonNull(queue(span)).node());
    }
    var parent = parent(span);
    if (!entry(span) && parent.isPresent() && !sameService(parent.get(), span)) {
      var sum = edge(span, node(parent.get()), null, node(span), EdgeKind.SYNC);
      call(sum, span, false);
      sum.inferred++;
    }
  }

  private void addServer(Span span) {
    var parent = parent(span);
    boolean nested = parent.isPresent() && !exit(parent.get()) && sameService(parent.get(), span);
    if (!nested) {
      request(span);
    }
    if (root(span)) {
      var sum = edge(span, NodeKey.CLIENT, null, node(span), EdgeKind.SYNC);
      call(sum, span, span.failed());
      sum.durations.add(span.durationNanos());
    } else if (parent.isEmpty()) {
      incomplete.merge(Minutes.of(span.startNanos()), 1L, Long::sum);
    } else if (!nested) {
      var sum = edge(span, node(parent.get()), via(parent.get()), node(span), EdgeKind.SYNC);
      call(sum, span, span.failed() || (exit(parent.get()) && parent.get().failed()));
      sum.durations.add(span.durationNanos());
    }
  }

  private void addConsumer(Span span) {
    var parent = parent(span);
    boolean nested = parent.isPresent() && entry(parent.get()) && sameService(parent.get(), span);
    if (!nested) {
      request(span);
      var queue = queue(span);
      if (queue != null) {
        addQueueCall(span, queue.node(), node(span));
      }
    }
    if (parent.isEmpty() && !root(span)) {
      incomplete.merge(Minutes.of(span.startNanos()), 1L, Long::sum);
    }
    if (parent.isPresent() && (exit(parent.get()) || !sameService(parent.get(), span))) {
      addHandover(parent.get(), span);
    }
  }

  private void addLinks(Span span) {
    var targets = new HashSet<Key>();
    for (var link : span.links()) {
      targets.add(new Key(link.traceId(), link.spanId()));
    }
    if (!root(span)) {
      targets.remove(new Key(span.traceId(), Objects.requireNonNull(span.parentId())));
    }
    for (var key : targets) {
      var target = spans.get(key);
      if (target != null && consumer(span) && producer(target)) {
        addHandover(target, span);
      } else if (target != null) {
        call(edge(span, node(target), null, node(span), EdgeKind.LINK), span, span.failed());
      } else if (consumer(span)) {
        incomplete.merge(Minutes.of(span.startNanos()), 1L, Long::sum);
      }
    }
  }

  private void addHandover(Span sender, Span span) {
    var sum = edge(span, node(sender), null, node(span), EdgeKind.ASYNC);
    call(sum, span, span.failed());
    long sent = sender.startNanos() + sender.durationNanos();
    sum.durations.add(Math.max(0, span.startNanos() - sent));
  }

  private void addQueueCall(Span span, NodeKey source, NodeKey target) {
    var sum = edge(span, source, null, target, EdgeKind.ASYNC);
    call(sum, span, span.failed());
    sum.durations.add(span.durationNanos());
    sum.messages += Peer.messages(span.attributes());
  }

  private void addClient(Span span) {
    var servers = new ArrayList<>(children(span).stream().filter(WholeTraces::server).toList());
    servers.sort((a, b) ->
        a.startNanos() != b.startNanos()
            ? Long.compare(a.startNanos(), b.startNanos())
            : Long.compare(a.id().bits(), b.id().bits()));
    if (!servers.isEmpty()) {
      var first = servers.getFirst();
      edge(first, node(span), via(span), node(first), EdgeKind.SYNC)
          .clientDurations
          .add(span.durationNanos());
    }
    boolean answered =
        children(span).stream().anyMatch(child -> entry(child) || !sameService(child, span));
    if (!answered && !delegated(span)) {
      var peer = Objects.requireNonNull(outerPeer(span)).node();
      var sum = edge(span, node(span), null, peer, EdgeKind.SYNC);
      call(sum, span, span.failed());
      sum.durations.add(span.durationNanos());
    }
  }

  private boolean delegated(Span span) {
    return children(span).stream().anyMatch(child -> exit(child) && sameService(child, span));
  }

  private @Nullable NodeKey via(Span caller) {
    return client(caller) ? Objects.requireNonNull(outerPeer(caller)).node() : null;
  }

  private @Nullable Peer outerPeer(Span span) {
    var best = ownPeer(span);
    var inner = span;
    for (int i = 0; i < CallRules.NESTED_EXITS_MAX; i++) {
      var outer = parent(inner);
      if (outer.isEmpty() || !exit(outer.get()) || !sameService(outer.get(), inner)) {
        break;
      }
      var theirs = ownPeer(outer.get());
      if (theirs != null && (best == null || theirs.detail().compareTo(best.detail()) > 0)) {
        best = theirs;
      }
      inner = outer.get();
    }
    return best;
  }

  private static @Nullable Peer ownPeer(Span span) {
    return client(span) ? Peer.of(span.attributes()) : queue(span);
  }

  private static @Nullable Peer queue(Span span) {
    return Peer.queue(span.attributes());
  }

  private void request(Span span) {
    var sum = service(span);
    sum.calls++;
    sum.errors += span.failed() ? 1 : 0;
    sum.durations.add(span.durationNanos());
  }

  private static void call(Sum sum, Span span, boolean failed) {
    sum.calls++;
    sum.weightMillis += Sampling.weightMillis(span.traceState());
    sum.errors += failed ? 1 : 0;
  }

  private Sum edge(
      Span anchor, NodeKey source, @Nullable NodeKey via, NodeKey target, EdgeKind kind) {
    var key = Minutes.of(anchor.startNanos()) + " " + new EdgeKey(source, via, target, kind);
    return edges.computeIfAbsent(key, _ -> new Sum());
  }

  private Sum service(Span span) {
    var key = Minutes.of(span.startNanos()) + " " + node(span);
    return services.computeIfAbsent(key, _ -> new Sum());
  }

  private List<Span> children(Span span) {
    return spans.values().stream()
        .filter(child -> parent(child).equals(Optional.of(span)))
        .toList();
  }

  private Optional<Span> parent(Span span) {
    return root(span)
        ? Optional.empty()
        : Optional.ofNullable(
            spans.get(new Key(span.traceId(), Objects.requireNonNull(span.parentId()))));
  }

  private static boolean root(Span span) {
    return span.parentId() == null || span.parentId().equals(span.id());
  }

  private static NodeKey node(Span span) {
    return NodeKey.service(span.service());
  }

  private static boolean sameService(Span one, Span other) {
    return one.service().equals(other.service());
  }

  private static boolean server(Span span) {
    return span.kind() == Span.Kind.SERVER;
  }

  private static boolean consumer(Span span) {
    return span.kind() == Span.Kind.CONSUMER;
  }

  private static boolean producer(Span span) {
    return span.kind() == Span.Kind.PRODUCER;
  }

  private static boolean client(Span span) {
    boolean unsaid = span.kind() == Span.Kind.INTERNAL || span.kind() == Span.Kind.UNSPECIFIED;
    return span.kind() == Span.Kind.CLIENT || (unsaid && Peer.named(span.attributes()));
  }

  private static boolean entry(Span span) {
    return server(span) || consumer(span);
  }

  private static boolean exit(Span span) {
    return client(span) || producer(span);
  }
}

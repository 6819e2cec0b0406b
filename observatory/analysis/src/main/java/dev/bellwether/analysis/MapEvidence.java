package dev.bellwether.analysis;

import dev.bellwether.analysis.EdgeEvidence.Reason;
import dev.bellwether.analysis.EdgeEvidence.Witness;
import dev.bellwether.analysis.OpenSpan.Role;
import dev.bellwether.analysis.ServiceMap.EdgeKind;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.store.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Why the map draws what it draws, and what it cannot draw: the map's own rules, applied to a
/// sample of whole traces and asked which of them added which call. One for each question; not
/// thread-safe.
///
/// The sample knows less than the map: an edge of one call in a thousand may not be in it.
public final class MapEvidence {
  /// A sample has fewer.
  private static final int NODES_MAX = 10_000;

  private final SpanFacts facts = new SpanFacts(new NodeTable(NODES_MAX));
  private final IdentityHashMap<OpenSpan, Span> spans = new IdentityHashMap<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<Span> orphans = new ArrayList<>();
  private final Map<String, Long> entries = new HashMap<>();
  private @Nullable Addresses addresses;

  /// A call that a rule added.
  ///
  /// @param anchor the span that added it
  /// @param caller the span at the other end; absent where none was seen
  record Call(
      CallRule rule, EdgeKey edge, boolean failed, OpenSpan anchor, @Nullable OpenSpan caller) {
    private Call with(CallRule other, NodeKey source, NodeKey target) {
      return new Call(
          other, new EdgeKey(source, null, target, edge.kind()), failed, anchor, caller);
    }
  }

  /// Looks at a trace.
  ///
  /// @param linked finds the traces that spans of it link to
  public void add(Trace trace, Function<Span.Link, @Nullable Span> linked) {
    var open = new OpenTrace(trace.id());
    for (var span : trace.spans()) {
      put(open, span);
    }
    var rules = new Rules();
    open.forEach(span -> CallRules.apply(1, span, rules));
    open.forEach(span -> addLinks(span, linked));
    addresses = null;
  }

  /// Why an edge is drawn.
  ///
  /// @param source id of a node of the map
  /// @param target id of a node of the map
  public EdgeEvidence edge(String source, String target) {
    var byRule = new EnumMap<CallRule, List<Call>>(CallRule.class);
    long all = 0;
    for (var call : calls) {
      for (var drawn : drawn(call)) {
        if (drawn.edge.source().id().equals(source) && drawn.edge.target().id().equals(target)) {
          byRule.computeIfAbsent(drawn.rule, _ -> new ArrayList<>()).add(drawn);
          all++;
        }
      }
    }
    var reasons =
        byRule.values().stream()
            .map(this::reason)
            .sorted(Comparator.comparingLong(Reason::calls).reversed())
            .toList();
    return new EdgeEvidence(source, target, all, reasons);
  }

  /// What is missing in the sample.
  ///
  /// @param beginnings server spans without a parent, of other traces of the same time: the callee
  ///   of a call without context is among them
  /// @param service whose gaps; empty for those of all
  public List<MapGap> gaps(List<Span> beginnings, String service) {
    return new MapGaps(beginnings, this)
        .find().stream()
            .filter(gap ->
                service.isEmpty() || gap.service().equals(service) || gap.other().equals(service))
            .toList();
  }

  /// Entry spans that name a parent that is not there.
  List<Span> orphans() {
    return orphans;
  }

  /// How many entry spans a service has.
  long entries(String service) {
    return entries.getOrDefault(service, 0L);
  }

  /// All calls as the map draws them.
  List<Call> drawn() {
    return calls.stream().flatMap(call -> drawn(call).stream()).toList();
  }

  /// What an open span was made of.
  Span spanOf(OpenSpan open) {
    var span = spans.get(open);
    if (span == null) {
      throw new IllegalStateException("a span of the rules that was never added");
    }
    return span;
  }

  /// As `MapDrawing` does it: addresses are replaced by what is behind them.
  private List<Call> drawn(Call call) {
    var known = addresses;
    if (known == null) {
      known = Addresses.ofCalls(calls.stream().map(Call::edge).toList());
      addresses = known;
    }
    var edge = call.edge;
    var via = edge.via();
    if (via != null && known.balancer(via)) {
      return List.of(
          call.with(CallRule.BALANCED, edge.source(), via),
          call.with(call.rule, via, edge.target()));
    }
    if (via != null) {
      return List.of(call.with(call.rule, edge.source(), edge.target()));
    }
    return List.of(
        known
            .callee(edge)
            .map(callee -> call.with(CallRule.KNOWN_ADDRESS, edge.source(), callee))
            .orElse(call));
  }

  private Reason reason(List<Call> same) {
    // The latest one is the likeliest to be still of interest; a failed one tells no more of why.
    var witness =
        same.stream().max(Comparator.comparingLong(call -> call.anchor.startNanos)).orElseThrow();
    long errors = same.stream().filter(Call::failed).count();
    var named = named(witness);
    return new Reason(
        witness.rule,
        same.size(),
        errors,
        EdgeWords.why(witness.rule, witness.edge, named),
        named,
        witness(witness));
  }

  /// What in the witness names the target, or at a balancer the address.
  Map<String, String> named(Call call) {
    return switch (call.rule) {
      case UNANSWERED, KNOWN_ADDRESS -> peerNames(call.anchor);
      case BALANCED -> call.caller == null ? Map.of() : peerNames(call.caller);
      case SEND, RECEIVE -> Peer.namedBy(spanOf(call.anchor).attributes(), true);
      case ANSWERED, UNDER_PARENT, ENTRY, INFERRED, HANDOVER, LINKED_HANDOVER -> Map.of();
    };
  }

  /// The attributes of the span that names the peer: an exit span around it may say it better.
  private Map<String, String> peerNames(OpenSpan exit) {
    var peer = CallRules.peer(exit);
    var naming = exit;
    for (int i = 0; i < CallRules.NESTED_EXITS_MAX && !Objects.equals(naming.peer, peer); i++) {
      if (naming.parent == null || !naming.parent.arrived) {
        break;
      }
      naming = naming.parent;
    }
    return Peer.namedBy(spanOf(naming).attributes(), naming.role.queue());
  }

  private Witness witness(Call call) {
    var anchor = spanOf(call.anchor);
    var caller = call.caller == null ? null : id(call.caller);
    return call.anchor.role.exit()
        ? new Witness(anchor.traceId(), anchor.id(), null)
        : new Witness(anchor.traceId(), caller, anchor.id());
  }

  private SpanId id(OpenSpan open) {
    return spanOf(open).id();
  }

  private @Nullable OpenSpan put(OpenTrace trace, Span span) {
    var role = SpanFacts.role(span);
    var open = trace.arrival(span.id().bits(), role);
    if (open != null) {
      facts.read(span, role, open, 0);
      trace.connect(open);
      spans.put(open, span);
    }
    return open;
  }

  private void addLinks(OpenSpan consumer, Function<Span.Link, @Nullable Span> linked) {
    if (consumer.role != Role.CONSUMER) {
      return;
    }
    for (var link : spanOf(consumer).links()) {
      boolean parent =
          link.traceId().equals(consumer.traceId) && link.spanId().bits() == consumer.parentId;
      var sender = parent ? null : linked.apply(link);
      if (sender == null || SpanFacts.role(sender) != Role.PRODUCER) {
        continue;
      }
      var open = put(new OpenTrace(sender.traceId()), sender);
      if (open != null) {
        var edge = new EdgeKey(open.service, null, consumer.service, EdgeKind.ASYNC);
        calls.add(new Call(CallRule.LINKED_HANDOVER, edge, consumer.failed, consumer, open));
      }
    }
  }

  /// Takes down what the rules add.
  private final class Rules implements Contributions {
    @Override
    public void call(int sign, OpenSpan span, EdgeKey edge, boolean failed, long nanos) {
      calls.add(new Call(rule(span), edge, failed, span, span.role.exit() ? null : span.parent));
    }

    @Override
    public void queueCall(int sign, OpenSpan span, EdgeKey edge) {
      var rule = span.role == Role.PRODUCER ? CallRule.SEND : CallRule.RECEIVE;
      calls.add(new Call(rule, edge, span.failed, span, null));
    }

    @Override
    public void inferredCall(int sign, OpenSpan span, EdgeKey edge) {
      calls.add(new Call(CallRule.INFERRED, edge, false, span, span.parent));
    }

    @Override
    public void incomplete(int sign, OpenSpan span) {
      orphans.add(spanOf(span));
    }

    @Override
    public void request(int sign, OpenSpan span) {
      entries.merge(span.service.id(), 1L, Long::sum);
    }

    @Override
    public void span(int sign, OpenSpan span) {}

    @Override
    public void clientDuration(int sign, OpenSpan span, EdgeKey edge, long nanos) {}

    @Override
    public void skewedQueue(int sign) {}

    private CallRule rule(OpenSpan span) {
      var parent = span.parent;
      return switch (span.role) {
        case SERVER ->
            parent == null
                ? CallRule.ENTRY
                : parent.role.exit() ? CallRule.ANSWERED : CallRule.UNDER_PARENT;
        case CONSUMER -> CallRule.HANDOVER;
        case CLIENT -> CallRule.UNANSWERED;
        case PRODUCER, INNER ->
            throw new IllegalStateException("a %s adds no call".formatted(span.role));
      };
    }
  }
}

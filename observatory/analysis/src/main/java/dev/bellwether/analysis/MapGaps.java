package dev.bellwether.analysis;

import dev.bellwether.analysis.MapEvidence.Call;
import dev.bellwether.analysis.MapGap.Kind;
import dev.bellwether.analysis.ServiceMap.NodeKind;
import dev.bellwether.model.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Finds what is missing in a sample of traces, and says what would mend it.
final class MapGaps {
  /// Fewer calls than this may all meet a stranger.
  private static final int CALLS_MIN = 3;

  /// Requests of others lie within a call by chance: nearly all calls have to be answered so.
  private static final double MATCHED_SHARE_MIN = 0.8;

  private static final String PROPAGATORS = "OTEL_PROPAGATORS=tracecontext,baggage";

  private final MapEvidence evidence;
  private final Map<String, List<Span>> beginningsOf;
  private final List<MapGap> gaps = new ArrayList<>();

  private record Ends(NodeKey source, NodeKey target) {}

  /// @param beginnings server spans without a parent, of any trace
  MapGaps(List<Span> beginnings, MapEvidence evidence) {
    this.evidence = evidence;
    this.beginningsOf =
        beginnings.stream()
            .collect(Collectors.groupingBy(Span::service, TreeMap::new, Collectors.toList()));
  }

  List<MapGap> find() {
    evidence.orphans().stream()
        .collect(Collectors.groupingBy(Span::service, TreeMap::new, Collectors.toList()))
        .forEach(this::addOrphans);
    Map<Ends, List<Call>> all = new HashMap<>();
    for (var call : evidence.drawn()) {
      all.computeIfAbsent(
              new Ends(call.edge().source(), call.edge().target()), _ -> new ArrayList<>())
          .add(call);
    }
    all.forEach(this::addUnanswered);
    gaps.sort(
        Comparator.comparing(MapGap::kind)
            .thenComparing(Comparator.comparingLong(MapGap::spans).reversed())
            .thenComparing(MapGap::service)
            .thenComparing(MapGap::other));
    return List.copyOf(gaps);
  }

  private void addOrphans(String service, List<Span> orphans) {
    var witness = orphans.stream().max(Comparator.comparingLong(Span::startNanos)).orElseThrow();
    gaps.add(
        new MapGap(
            Kind.PARENT_MISSING,
            service,
            "",
            orphans.size(),
            evidence.entries(service),
            "%s of %s %s a parent that was never received: whoever called is not drawn."
                .formatted(
                    requests(orphans.size()), service, orphans.size() == 1 ? "names" : "name"),
            "Find who sends that span elsewhere, or not at all: a caller that is traced by"
                + " something else, another sampler, a full queue, an exporter that cannot reach"
                + " the observatory.",
            List.of(),
            witness.traceId(),
            witness.id()));
  }

  private void addUnanswered(Ends ends, List<Call> calls) {
    var unanswered =
        calls.stream()
            .filter(call ->
                call.rule() == CallRule.KNOWN_ADDRESS
                    || (call.rule() == CallRule.UNANSWERED
                        && ends.target.kind() == NodeKind.EXTERNAL))
            .sorted(Comparator.comparingLong((Call call) -> call.anchor().startNanos).reversed())
            .toList();
    if (unanswered.isEmpty()) {
      return;
    }
    var callee = strangerWithin(ends.source.id(), unanswered);
    if (!callee.isEmpty()) {
      gaps.add(contextLost(ends, callee, unanswered, calls.size()));
    } else if (ends.target.kind() == NodeKind.SERVICE) {
      gaps.add(noAnswer(ends, unanswered, calls.size()));
    } else {
      gaps.add(noSpans(ends, unanswered, calls.size()));
    }
  }

  /// The service of which a trace begins within nearly all of the calls; empty where there is none.
  private String strangerWithin(String caller, List<Call> calls) {
    if (calls.size() < CALLS_MIN) {
      return "";
    }
    for (var service : beginningsOf.entrySet()) {
      if (!service.getKey().equals(caller)) {
        long matched =
            calls.stream()
                .filter(call -> service.getValue().stream().anyMatch(span -> within(span, call)))
                .count();
        if (matched >= MATCHED_SHARE_MIN * calls.size()) {
          return service.getKey();
        }
      }
    }
    return "";
  }

  private static boolean within(Span span, Call call) {
    var outer = call.anchor();
    return outer.startNanos <= span.startNanos()
        && span.endNanos() <= outer.startNanos + outer.durationNanos;
  }

  private MapGap contextLost(Ends ends, String callee, List<Call> calls, int of) {
    return gap(
        Kind.CONTEXT_LOST,
        ends.source.id(),
        callee,
        calls,
        of,
        "While %s calls %s, %s begins a trace of its own: the call arrives without its context, so the two are not connected."
            .formatted(ends.source.id(), EdgeWords.name(ends.target), callee),
        "Let both use the same propagators, and whatever lies between pass on the headers"
            + " traceparent and baggage.",
        List.of(PROPAGATORS));
  }

  private MapGap noAnswer(Ends ends, List<Call> calls, int of) {
    return gap(
        Kind.NO_ANSWER,
        ends.source.id(),
        ends.target.id(),
        calls,
        of,
        "%s of %s calls from %s to %s have no server span: it did not answer, or its span was lost."
            .formatted(
                EdgeWords.number(calls.size()),
                EdgeWords.number(of),
                ends.source.id(),
                ends.target.id()),
        "See whether %s runs and takes connections; spans that it made just before it was killed are lost."
            .formatted(ends.target.id()),
        List.of());
  }

  private MapGap noSpans(Ends ends, List<Call> calls, int of) {
    var address = EdgeWords.name(ends.target);
    return gap(
        Kind.NO_SPANS,
        ends.source.id(),
        ends.target.id(),
        calls,
        of,
        "%s calls %s, and nobody there sends spans: the map ends at the address."
            .formatted(ends.source.id(), address),
        "Nothing, if %s belongs to somebody else. Otherwise instrument it and point it here."
            .formatted(address),
        List.of());
  }

  private MapGap gap(
      Kind kind,
      String service,
      String other,
      List<Call> calls,
      int of,
      String sentence,
      String remedy,
      List<String> lines) {
    var witness = evidence.spanOf(calls.getFirst().anchor());
    return new MapGap(
        kind,
        service,
        other,
        calls.size(),
        of,
        sentence,
        remedy,
        lines,
        witness.traceId(),
        witness.id());
  }

  private static String requests(long count) {
    return count == 1 ? "1 request" : EdgeWords.number(count) + " requests";
  }
}

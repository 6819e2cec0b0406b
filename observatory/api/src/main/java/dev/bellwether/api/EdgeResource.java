package dev.bellwether.api;

import dev.bellwether.analysis.EdgeEvidence;
import dev.bellwether.analysis.MapEvidence;
import dev.bellwether.http.Problem;
import dev.bellwether.store.TraceReader;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.Literal;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.query.Query.Operator;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/// Why the map draws an edge.
final class EdgeResource implements Resource {
  private static final Parameter SOURCE =
      new Parameter("source", false, "string", "Id of the node that calls, for example `trader`.");
  private static final Parameter TARGET =
      new Parameter(
          "target",
          false,
          "string",
          "Id of the node that is called, for example `postgresql/trades`.");

  private static final Query NO_ENTRY = Query.parse("not kind : (server or consumer)");

  private final TraceReader traces;
  private final InstantSource clock;

  EdgeResource(TraceReader traces, InstantSource clock) {
    this.traces = traces;
    this.clock = clock;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/service-map/edges",
        "Why the map draws an edge: by which rules, with a trace to look at for each.",
        EdgeJson.class,
        Parameter.FROM,
        Parameter.TO,
        SOURCE,
        TARGET);
  }

  @Override
  public EdgeJson answer(Arguments arguments) {
    var source = required(arguments, "source");
    var target = required(arguments, "target");
    var calls = new Query.And(List.of(ofService(source), NO_ENTRY));
    var sample =
        TraceSample.read(
            traces,
            arguments.range(),
            List.of(calls, ofService(target)),
            clock.millis() * 1_000_000);
    var evidence = new MapEvidence();
    sample.traces().forEach(trace -> evidence.add(trace, sample::linked));
    return json(evidence.edge(source, target), sample);
  }

  /// Spans of a service.
  static Query ofService(String name) {
    return new Query.Comparison(Intrinsic.SERVICE_NAME, Operator.EQUAL, Literal.Text.of(name));
  }

  private static String required(Arguments arguments, String name) {
    return arguments
        .text(name)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> Problem.badRequest("%s: '' (expected: id of a node)".formatted(name)));
  }

  private static EdgeJson json(EdgeEvidence edge, TraceSample sample) {
    return new EdgeJson(
        edge.source(),
        edge.target(),
        edge.calls(),
        sample.traces().size(),
        sample.truncated(),
        sample.complete(),
        edge.reasons().stream().map(EdgeResource::reason).toList());
  }

  private static EdgeJson.Reason reason(EdgeEvidence.Reason reason) {
    var witness = reason.witness();
    return new EdgeJson.Reason(
        reason.rule().name().toLowerCase(Locale.ROOT),
        reason.calls(),
        reason.errors(),
        reason.sentence(),
        reason.named().entrySet().stream()
            .map(one -> new EdgeJson.Named(one.getKey(), one.getValue()))
            .toList(),
        new EdgeJson.Witness(
            witness.traceId().toString(),
            TraceResource.textOrNull(witness.caller()),
            TraceResource.textOrNull(witness.callee())));
  }
}

package dev.bellwether.analysis.coverage;

import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Says a finding in sentences, and what would mend it: lines to copy where the service runs on the
/// Java agent, words that hold in every language elsewhere.
final class Words {
  private static final String COPY_TO_SPANS =
      "OTEL_JAVA_EXPERIMENTAL_SPAN_ATTRIBUTES_COPY_FROM_BAGGAGE_INCLUDE=";
  private static final String COPY_TO_LOGS =
      "OTEL_JAVA_EXPERIMENTAL_LOG_ATTRIBUTES_COPY_FROM_BAGGAGE_INCLUDE=";
  private static final String PROPAGATORS = "OTEL_PROPAGATORS=tracecontext,baggage";

  private final String key;
  private final Set<String> javaServices = new HashSet<>();

  Words(String key) {
    this.key = key;
  }

  void learn(Span span) {
    var language = span.resource().attributes().getOrDefault("telemetry.sdk.language", Value.EMPTY);
    if (language.text().equals("java")) {
      javaServices.add(span.service());
    }
  }

  String why(Finding finding) {
    var from = finding.from();
    var at = finding.at();
    return switch (finding.cause()) {
      case BEFORE ->
          "%s calls the service that sets it. Context flows down, never up: nothing is wrong here."
              .formatted(at);
      case SPAN_ONLY ->
          "%s sets it on one span, and no span below carries it: it is not in the baggage."
              .formatted(at);
      case SET_TOO_LATE ->
          finding.signal() == Signal.LOGS
              ? "%s wrote these lines before it was set; other lines of it carry it.".formatted(at)
              : "%s began these spans before it was set; later ones under the same parent carry it."
                  .formatted(at);
      case SCOPE_ENDED ->
          "%s began these spans outside the scope in which it is set; others beside them carry it."
              .formatted(at);
      case NOT_COPIED ->
          ("The baggage reaches %s, for services behind it or beside it carry the key; its own"
                  + " spans do not copy it.")
              .formatted(at);
      case NOT_SENT ->
          "%s has it when it calls %s, but neither %s nor anything that it calls carries it."
              .formatted(from, at, at);
      case PARENT_MISSING ->
          "The parent of these spans of %s was never received, so what it handed down is unknown."
              .formatted(at);
      case NEW_TRACE ->
          "%s has it when it calls %s, but %s begins a new trace: the call arrives without context."
              .formatted(from, at, at);
      case SILENT_HOP ->
          ("%s has it when it calls %s, which sends no spans; %s, behind it, begins a new trace: the"
                  + " context is not passed on.")
              .formatted(from, finding.over(), at);
      case LOGS_NOT_COPIED -> "The spans of %s carry it, its log records do not.".formatted(at);
      case FOREIGN_LOGS ->
          "%s writes lines into the trace but sends no spans: it has no baggage to copy from."
              .formatted(at);
    };
  }

  String remedy(Finding finding) {
    var at = finding.at();
    boolean java = javaServices.contains(at);
    return switch (finding.cause()) {
      case BEFORE -> "Nothing, or set it where the request begins.";
      case SPAN_ONLY -> "Put it into the baggage too, in %s, where it is set.".formatted(at);
      case SET_TOO_LATE -> "Set it in %s earlier, before these begin.".formatted(at);
      case SCOPE_ENDED ->
          "In %s, keep the scope open around them, and hand the context to other threads."
              .formatted(at);
      case NOT_COPIED ->
          java
              ? "Add the key to what the agent of %s copies to spans.".formatted(at)
              : "Add a span processor to %s that copies this key from baggage.".formatted(at);
      case NOT_SENT ->
          java
              ? "Let both ends propagate baggage, and the agent of %s copy the key.".formatted(at)
              : "Let both ends propagate baggage, and a span processor of %s copy the key."
                  .formatted(at);
      case PARENT_MISSING ->
          "Find who sends the missing span elsewhere, or drops it: a sampler, a full queue, an"
              + " exporter that cannot reach the observatory.";
      case NEW_TRACE -> "Let %s and %s use the same propagators.".formatted(finding.from(), at);
      case SILENT_HOP ->
          "Instrument %s, or let it pass on the headers traceparent and baggage."
              .formatted(finding.over());
      case LOGS_NOT_COPIED ->
          java
              ? "Add the key to what the agent of %s copies to log records.".formatted(at)
              : "Add a log record processor to %s that copies this key from baggage.".formatted(at);
      case FOREIGN_LOGS -> "Let whoever ships its lines add the key from the span they belong to.";
    };
  }

  List<String> lines(Finding finding) {
    boolean java = javaServices.contains(finding.at());
    return switch (finding.cause()) {
      case SPAN_ONLY ->
          java
              ? List.of(
                  "Baggage.current().toBuilder().put(\"%s\", value).build().makeCurrent();"
                      .formatted(key))
              : List.of();
      case NOT_COPIED -> java ? List.of(COPY_TO_SPANS + key) : List.of();
      case NOT_SENT -> java ? List.of(PROPAGATORS, COPY_TO_SPANS + key) : List.of(PROPAGATORS);
      case NEW_TRACE -> List.of(PROPAGATORS);
      case SILENT_HOP -> List.of("JAVA_TOOL_OPTIONS=-javaagent:opentelemetry-javaagent.jar");
      case LOGS_NOT_COPIED -> java ? List.of(COPY_TO_LOGS + key) : List.of();
      case BEFORE, SET_TOO_LATE, SCOPE_ENDED, PARENT_MISSING, FOREIGN_LOGS -> List.of();
    };
  }
}

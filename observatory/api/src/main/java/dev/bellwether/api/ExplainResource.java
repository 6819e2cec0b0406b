package dev.bellwether.api;

import dev.bellwether.analysis.explain.Answer;
import dev.bellwether.analysis.explain.Condition;
import dev.bellwether.analysis.explain.Explainer;
import dev.bellwether.analysis.explain.Explanation;
import dev.bellwether.analysis.explain.KeyLook;
import dev.bellwether.analysis.explain.Population;
import dev.bellwether.analysis.explain.RequestReader;
import dev.bellwether.analysis.explain.RequestReader.Reach;
import dev.bellwether.analysis.explain.Target;
import dev.bellwether.analysis.explain.Trait;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.Deadline;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.TraceReader;
import dev.bellwether.store.query.Query;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// What failing or slow requests have in common that the others have not, and of which requests
/// there are more than before.
final class ExplainResource implements Resource {
  /// More rows change no answer, and cost a second each 50,000.
  private static final int REQUESTS_MAX = 50_000;

  /// So many times as long as the window is the time before that tells how many requests are usual,
  /// and how much that varies by itself.
  private static final int USUAL_TIMES = 3;

  /// Each holds some 50 MB while it runs, and one keeps a processor busy.
  private static final int AT_ONCE_MAX = 2;

  private static final Parameter MODE =
      Parameter.optional(
          "mode",
          "string",
          "`failed` or `slow` requests, or those of which there are `more` than in the time before,"
              + " which is three times as long as the window. Default: failed.");
  private static final Parameter BASELINE =
      Parameter.optional(
          "baseline",
          "string",
          "`before` compares with the time before the window, as long as the window; `none` with the"
              + " other requests of the window alone. Default: none. Says nothing for `more`.");

  private static final Parameter KEY =
      Parameter.optional(
          "key",
          "string",
          "A key, for example `com.example.region`: how requests with each of its values fare."
              + " Says nothing for `more`.");

  private static final int LEFT_OUT_SHOWN = 5;

  private final TraceReader traces;
  private final InstantSource clock;
  private final Semaphore places = new Semaphore(AT_ONCE_MAX, true);

  ExplainResource(TraceReader traces, InstantSource clock) {
    this.traces = traces;
    this.clock = clock;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post(
        "/api/explain",
        "What failing or slow requests have in common, or those of which there are more than before, of the newest 50,000 traces in the window"
            + " with a span that matches the query.",
        ExplainJson.class,
        Parameter.FROM,
        Parameter.TO,
        Parameter.QUERY,
        MODE,
        BASELINE,
        KEY);
  }

  @Override
  public ExplainJson answer(Arguments arguments) {
    var mode = arguments.choice("mode", List.of("failed", "slow", "more"));
    boolean more = mode.equals("more");
    boolean asked = arguments.choice("baseline", List.of("none", "before")).equals("before");
    boolean before = asked || more;
    var range = arguments.range();
    long now = Math.multiplyExact(clock.millis(), 1_000_000L);
    var reader = new RequestReader(traces, arguments.query(), now, Deadline.SEARCH_MAX);
    places.acquireUninterruptibly();
    try {
      var reach = reader.read(range, before ? REQUESTS_MAX / 2 : REQUESTS_MAX, false);
      var usually = before(range, more ? USUAL_TIMES : 1);
      boolean known = more ? isKnown(usually, arguments.query()) : before;
      long usual = known ? reader.read(usually, REQUESTS_MAX / 2, true).requests() : 0;
      var target = target(mode);
      var population = reader.population();
      var key = arguments.text("key").filter(text -> !text.isBlank()).orElse(null);
      var look = key == null || more ? null : look(population, target, key);
      return json(mode, Explainer.explain(population, target), reach, usual, population, look);
    } finally {
      places.release();
    }
  }

  /// Whether the time before is told of from its beginning, nearly: where it begins in the middle,
  /// nobody knows what comes and goes by itself.
  private boolean isKnown(TimeRange usually, Query asked) {
    long third = (usually.toNanos() - usually.fromNanos()) / 3;
    var first = new TimeRange(usually.fromNanos(), usually.fromNanos() + third);
    return !traces.spans(first, asked, 1).items().isEmpty();
  }

  private static Target target(String mode) {
    return switch (mode) {
      case "slow" -> Target.LATENCY;
      case "more" -> Target.VOLUME;
      default -> Target.FAILURES;
    };
  }

  private static TimeRange before(TimeRange range, int times) {
    long length = (range.toNanos() - range.fromNanos()) * times;
    return new TimeRange(Math.max(0, range.fromNanos() - length), range.fromNanos());
  }

  private static ExplainJson.KeyLook look(Population population, Target target, String key) {
    var look = KeyLook.of(population, target, key);
    if (look == null) {
      return new ExplainJson.KeyLook(key, 0, List.of(), population.rows(), 0);
    }
    var values = new ArrayList<ExplainJson.ValueRate>();
    for (var tally : look.values()) {
      if (tally.value() != null) {
        values.add(
            new ExplainJson.ValueRate(
                tally.value().text(),
                tally.requests(),
                tally.hits(),
                tally.rate(),
                look.filter(tally.value())));
      }
    }
    return new ExplainJson.KeyLook(
        look.trait().written(),
        look.distinct(),
        values,
        look.without().requests(),
        look.without().hits());
  }

  private static ExplainJson json(
      String mode,
      Answer answer,
      Reach reach,
      long usual,
      Population population,
      ExplainJson.@Nullable KeyLook key) {
    return new ExplainJson(
        mode,
        answer.summary(),
        answer.requests(),
        answer.hits(),
        usual,
        answer.slowNanos() == 0 ? null : millis(answer.slowNanos()),
        reach.truncated(),
        reach.complete(),
        Long.toString(reach.fromNanos()),
        population.columns().size(),
        population.leftOut().size(),
        population.leftOut().stream().limit(LEFT_OUT_SHOWN).map(Trait::written).toList(),
        key,
        answer.explanations().stream().map(ExplainResource::cause).toList(),
        answer.suspects().stream().map(ExplainResource::suspect).toList());
  }

  private static ExplainJson.Cause cause(Explanation explanation) {
    var figures = explanation.figures();
    var latency = figures.latency();
    return new ExplainJson.Cause(
        explanation.sentence(),
        Condition.words(explanation.conditions()),
        explanation.filter().toString(),
        figures.requests(),
        figures.hits(),
        figures.rate(),
        figures.otherRate(),
        figures.usualRate(),
        finite(figures.riskRatio().value()),
        figures.hitsShare(),
        figures.requestsShare(),
        figures.excessHits(),
        figures.chance(),
        latency == null ? null : millis(latency.medianNanos()),
        latency == null ? null : millis(latency.otherMedianNanos()),
        latency == null ? null : latency.excessShare(),
        crowd(explanation.crowd()),
        explanation.synonyms().stream()
            .map(one ->
                new ExplainJson.Synonym(
                    one.condition().words(), one.of().words(), filter(one.condition())))
            .toList(),
        explanation.confounded().stream()
            .map(one ->
                new ExplainJson.Confounded(
                    one.sentence(), one.condition().words(), one.apart(), filter(one.condition())))
            .toList(),
        explanation.symptoms().stream()
            .map(one ->
                new ExplainJson.Symptom(one.trait().written(), one.value().text(), one.share()))
            .toList(),
        explanation.evidence().stream().map(TraceId::toString).toList());
  }

  private static ExplainJson.@Nullable Crowd crowd(Explanation.@Nullable Crowd crowd) {
    return crowd == null
        ? null
        : new ExplainJson.Crowd(
            Condition.words(crowd.conditions()),
            Condition.query(crowd.conditions()).toString(),
            crowd.requests(),
            crowd.share(),
            crowd.rate());
  }

  private static ExplainJson.Suspect suspect(Answer.Suspect suspect) {
    return new ExplainJson.Suspect(
        suspect.condition().words(),
        filter(suspect.condition()),
        suspect.requests(),
        suspect.rate(),
        suspect.otherRate());
  }

  private static String filter(Condition condition) {
    return Condition.query(List.of(condition)).toString();
  }

  private static @Nullable Double finite(double number) {
    return Double.isFinite(number) ? number : null;
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }
}

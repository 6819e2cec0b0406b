package dev.bellwether.analysis.explain;

import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.store.query.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What some of the hits have in common. A hit is a request that failed or, for latency, that was
/// slower than 95 in 100 usually are; for the volume, every request of now is one.
///
/// Figures count the requests that no earlier explanation of the same answer covers, so that shares
/// of several explanations can be added up.
///
/// @param sentence what a person should read first
/// @param crowd whose requests they are; only of the volume, and where one is known
/// @param synonyms conditions that the same requests fulfil: one cannot be told from the other
/// @param confounded conditions that stand out as well, but only because of this explanation
/// @param symptoms how those requests ended, most common first
/// @param evidence traces of hits, the first of the population
/// @param filter spans of those requests
public record Explanation(
    String sentence,
    List<Condition> conditions,
    Figures figures,
    @Nullable Crowd crowd,
    List<Synonym> synonyms,
    List<Confounded> confounded,
    List<Symptom> symptoms,
    List<TraceId> evidence,
    Query filter) {
  public Explanation {
    conditions = List.copyOf(conditions);
    synonyms = List.copyOf(synonyms);
    confounded = List.copyOf(confounded);
    symptoms = List.copyOf(symptoms);
    evidence = List.copyOf(evidence);
  }

  /// What was counted. Of the volume, rates are shares of all requests: of those of now, and of
  /// those before (`usualRate`).
  ///
  /// @param requests that fulfil the conditions
  /// @param hits those of them that failed or were slow
  /// @param rate hits per request, 0 to 1
  /// @param otherRate the same of the requests that do not fulfil the conditions
  /// @param usualRate the same of the requests of the baseline that fulfil them; absent without
  ///   baseline
  /// @param riskRatio how many times as often they are hits as the others are; against a baseline,
  ///   how many times as much more often than usual
  /// @param hitsShare of all hits, 0 to 1
  /// @param requestsShare of all requests, 0 to 1
  /// @param excessHits how many of the hits would not be, were they hits as seldom as the others
  /// @param chance to see this anywhere among all conjunctions that were looked at, where there is
  ///   nothing
  /// @param score the likelihood ratio in nats, less the cost of naming the conditions
  /// @param elasticScore what Elastic's correlations would show, 0 to 1; 0 for latency
  /// @param latency only where latency is explained
  public record Figures(
      long requests,
      long hits,
      double rate,
      double otherRate,
      @Nullable Double usualRate,
      Ratio riskRatio,
      double hitsShare,
      double requestsShare,
      double excessHits,
      double chance,
      double score,
      double elasticScore,
      @Nullable Latency latency) {}

  /// How long they took.
  ///
  /// @param excessShare of the time that all requests together took beyond the others' median
  /// @param superiority the chance that such a request is slower than another, ties count half
  public record Latency(
      long medianNanos, long otherMedianNanos, double excessShare, double superiority) {}

  /// Those among whom more requests fulfil the conditions than before, although they themselves are
  /// as many as ever: whoever is sent to a new version, whose orders come out differently.
  ///
  /// @param requests of now that are theirs
  /// @param share of the requests that fulfil the explanation's conditions, 0 to 1
  /// @param rate how many of theirs fulfil the explanation's conditions, 0 to 1
  public record Crowd(List<Condition> conditions, long requests, double share, double rate) {
    public Crowd {
      conditions = List.copyOf(conditions);
    }
  }

  /// The same requests in other words.
  ///
  /// @param of the condition of the explanation that could be said in this way as well
  public record Synonym(Condition condition, Condition of) {}

  /// What is no cause, as far as can be seen.
  ///
  /// @param apart whether there are enough requests with the condition but without the explanation
  ///   to see that these fare like all others; otherwise the two cannot be told apart
  /// @param requestsWithout requests with the condition but without the explanation
  /// @param rateWithout hits among those
  public record Confounded(
      String sentence,
      Condition condition,
      boolean apart,
      long requestsWithout,
      double rateWithout) {}

  /// How the requests ended.
  ///
  /// @param share of the explanation's hits, 0 to 1
  public record Symptom(Trait trait, Value value, double share) {}
}

package dev.bellwether.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `POST /api/explain`: what failing or slow requests have in common, or those of which there are
/// more than before, or why nothing can be said.
///
/// @param mode `failed`, `slow` or `more`
/// @param summary one sentence
/// @param requests that were looked at, without the time before
/// @param hits those of them that failed or were slow; all of them for `more`
/// @param usualRequests of the time before; 0 where it was not asked for
/// @param slowMillis above, a request counts as slow; only for `slow`
/// @param truncated there may be more requests, before `fromUnixNano`
/// @param complete false when the time was over before all had been read
/// @param fromUnixNano how far back the requests go
/// @param attributes how many were compared
/// @param attributesLeftOut how many more requests have: at the most 256 are compared, those seen
///   first
/// @param leftOut some of those by name
/// @param key absent where none was asked for
/// @param explanations the most important one first, independent of each other
/// @param suspects single conditions that are worth a look although chance may have made them
public record ExplainJson(
    String mode,
    String summary,
    long requests,
    long hits,
    long usualRequests,
    @Nullable Double slowMillis,
    boolean truncated,
    boolean complete,
    String fromUnixNano,
    int attributes,
    int attributesLeftOut,
    List<String> leftOut,
    @Nullable KeyLook key,
    List<Cause> explanations,
    List<Suspect> suspects) {
  /// How requests with each value of the key fare that was asked for.
  ///
  /// @param name the key, and whose attribute it is
  /// @param distinct how many values there are; 0 where no request has the key
  /// @param values those with most hits first
  /// @param without how many requests do not have the key
  /// @param withoutHits those of them that failed or were slow
  public record KeyLook(
      String name, int distinct, List<ValueRate> values, long without, long withoutHits) {}

  /// How requests with one value fare.
  ///
  /// @param filter a query for spans with the value
  public record ValueRate(String value, long requests, long hits, double rate, String filter) {}

  /// What some of the hits have in common. For `more`, rates are shares of all requests: `rate` of
  /// those of the window, `usualRate` of those before.
  ///
  /// @param sentence what a person should read first
  /// @param title the conditions in words
  /// @param filter a query for spans of those requests
  /// @param requests that fulfil the conditions
  /// @param hits those of them that failed or were slow
  /// @param rate hits per request, 0 to 1
  /// @param otherRate the same of the requests that do not fulfil them
  /// @param usualRate the same of those that fulfil them, in the time before
  /// @param riskRatio how many times as often they are hits as the others are; absent where the
  ///   others never are
  /// @param hitsShare of all hits, 0 to 1
  /// @param requestsShare of all requests, 0 to 1
  /// @param excessHits how many hits there would not be, were they hits as seldom as the others
  /// @param chance to see this anywhere among all that was looked at, where there is nothing
  /// @param medianMillis of those requests; only where they are slow
  /// @param otherMedianMillis of the others; only where they are slow
  /// @param excessShare of the time lost by all requests; only where they are slow
  /// @param crowd whose requests they are; only for `more`, and where one is known
  /// @param evidence traces of hits
  public record Cause(
      String sentence,
      String title,
      String filter,
      long requests,
      long hits,
      double rate,
      double otherRate,
      @Nullable Double usualRate,
      @Nullable Double riskRatio,
      double hitsShare,
      double requestsShare,
      double excessHits,
      double chance,
      @Nullable Double medianMillis,
      @Nullable Double otherMedianMillis,
      @Nullable Double excessShare,
      @Nullable Crowd crowd,
      List<Synonym> synonyms,
      List<Confounded> confounded,
      List<Symptom> symptoms,
      List<String> evidence) {}

  /// Those whose requests became something else, although they are as many as ever.
  ///
  /// @param title their conditions in words
  /// @param filter a query for spans of their requests
  /// @param requests in the window that are theirs
  /// @param share of the cause's requests, 0 to 1
  /// @param rate how many of theirs are the cause's, 0 to 1
  public record Crowd(String title, String filter, long requests, double share, double rate) {}

  /// The same requests in other words.
  ///
  /// @param of the condition that could be said in this way as well
  public record Synonym(String title, String of, String filter) {}

  /// What stands out as well, but only because of the explanation.
  ///
  /// @param apart false where there is nothing to tell the two apart by
  public record Confounded(String sentence, String title, boolean apart, String filter) {}

  /// How the requests ended.
  ///
  /// @param share of the explanation's hits, 0 to 1
  public record Symptom(String key, String value, double share) {}

  /// Worth a look, and no more.
  public record Suspect(
      String title, String filter, long requests, double rate, double otherRate) {}
}

package dev.bellwether.analysis.explain;

import dev.bellwether.analysis.explain.Explanation.Crowd;
import dev.bellwether.analysis.explain.Explanation.Figures;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Says in a sentence what the figures say.
final class Words {
  private Words() {}

  static String explanation(
      Target target, List<Condition> conditions, Figures figures, @Nullable Crowd crowd) {
    var what = Condition.words(conditions);
    var share = percent(figures.requestsShare());
    return switch (target) {
      case FAILURES ->
          "%s: %s of %s fail%s, %s of the others; that is %s of all failures in %s of the requests."
              .formatted(
                  what,
                  percent(figures.rate()),
                  requests(figures.requests()),
                  usually(figures),
                  percent(figures.otherRate()),
                  percent(figures.hitsShare()),
                  share);
      case VOLUME ->
          "%s: %s of the requests, before that %s%s."
              .formatted(what, share, percent(usual(figures)), crowd(crowd));
      case LATENCY -> {
        var latency = figures.latency();
        yield latency == null
            ? what
            : "%s: %s take %s in the middle, the others %s%s; that is %s of all time lost in %s of the requests."
                .formatted(
                    what,
                    requests(figures.requests()),
                    duration(latency.medianNanos()),
                    duration(latency.otherMedianNanos()),
                    figures.usualRate() == null
                        ? ""
                        : " (%s are slow, usually %s)"
                            .formatted(percent(figures.rate()), percent(figures.usualRate())),
                    percent(latency.excessShare()),
                    share);
      }
    };
  }

  private static double usual(Figures figures) {
    var usual = figures.usualRate();
    return usual == null ? 0 : usual;
  }

  private static String crowd(@Nullable Crowd crowd) {
    return crowd == null
        ? ""
        : "; %s of them with %s, of whose requests it is %s"
            .formatted(
                crowd.share() == 1 ? "all" : percent(crowd.share()),
                Condition.words(crowd.conditions()),
                percent(crowd.rate()));
  }

  static String confounded(
      Condition condition,
      List<Condition> explanation,
      boolean apart,
      Tally with,
      Tally without,
      Measure measure) {
    var by = Condition.words(explanation);
    if (!apart) {
      return "%s is only seen with %s: the two cannot be told apart."
          .formatted(condition.words(), by);
    }
    return "%s stands out as well (%s of %s), but is explained by %s: of %s without that, %s %s."
        .formatted(
            condition.words(),
            percent(with.rate()),
            requests(Math.round(with.rows())),
            by,
            requests(Math.round(without.rows())),
            percent(without.rate()),
            switch (measure) {
              case Measure.Ranks _ -> "are slow";
              case Measure.Volumes _ -> "are of now";
              case Measure.Rates _, Measure.Changes _ -> "are affected";
            });
  }

  static String nothing(Target target, long requests, long hits, int columns) {
    return switch (target) {
      case FAILURES ->
          "Nothing in %d attributes sets the %s apart that failed, of %s."
              .formatted(columns, requests(hits), requests(requests));
      case LATENCY ->
          "Nothing in %d attributes sets the slow requests apart, of %s."
              .formatted(columns, requests(requests));
      case VOLUME ->
          "Of %s, as many as before have each value of %d attributes, in proportion."
              .formatted(requests(hits), columns);
    };
  }

  /// Why nothing can be said, whatever the attributes; empty where something can.
  static String tooLittle(Target target, long requests, long hits, int hitsMin) {
    if (requests == 0) {
      return "There are no requests to look at.";
    }
    if (target == Target.VOLUME) {
      return tooLittleToCompare(requests, hits, hitsMin);
    }
    boolean failures = target == Target.FAILURES;
    if (hits == 0) {
      return failures
          ? "None of %s failed.".formatted(requests(requests))
          : "No request took longer than the others, of %s.".formatted(requests(requests));
    }
    if (hits == requests) {
      return failures
          ? "All of %s failed: there is nothing to compare them with.".formatted(requests(requests))
          : "All of %s are slow: there is nothing to compare them with."
              .formatted(requests(requests));
    }
    if (hits < hitsMin) {
      return "Only %s of %s %s: what fewer than %d have in common may be chance."
          .formatted(number(hits), requests(requests), failures ? "failed" : "are slow", hitsMin);
    }
    return "";
  }

  private static String tooLittleToCompare(long requests, long hits, int hitsMin) {
    if (hits == requests) {
      return "Too little is known of the time before to compare with it.";
    }
    return hits < hitsMin
        ? "Only %s: what fewer than %d have in common may be chance."
            .formatted(requests(hits), hitsMin)
        : "";
  }

  static String found(List<Explanation> explanations) {
    return explanations.size() == 1
        ? explanations.getFirst().sentence()
        : "%d causes at once; the first: %s"
            .formatted(explanations.size(), explanations.getFirst().sentence());
  }

  static String percent(double share) {
    double percent = share * 100;
    if (percent == 0 || percent >= 10) {
      return String.format(Locale.ROOT, "%.0f %%", percent);
    }
    return percent < 0.1 ? "less than 0.1 %" : String.format(Locale.ROOT, "%.1f %%", percent);
  }

  static String duration(long nanos) {
    if (nanos >= 10_000_000_000L) {
      return String.format(Locale.ROOT, "%.0f s", nanos / 1e9);
    }
    if (nanos >= 1_000_000_000) {
      return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
    return nanos >= 10_000_000
        ? String.format(Locale.ROOT, "%.0f ms", nanos / 1e6)
        : String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }

  private static String usually(Figures figures) {
    var usual = figures.usualRate();
    return usual == null ? "" : " (usually %s)".formatted(percent(usual));
  }

  private static String requests(long count) {
    return count == 1 ? "1 request" : number(count) + " requests";
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}

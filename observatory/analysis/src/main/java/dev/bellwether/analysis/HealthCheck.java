package dev.bellwether.analysis;

import dev.bellwether.analysis.NodeHealth.Status;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;

/// Judges a node by its last minutes, by absolute floors and against its own past.
///
/// Errors: failing or degraded when more than 5 % or 1 % of requests fail, beyond what chance makes
/// of few requests (the lower end of Wilson's 95 % interval). Latency: degraded when the 95th
/// percentile is twice the usual, 20 ms above it, and more requests than chance are slower.
final class HealthCheck {
  /// Below, nothing is said but "not enough data yet".
  private static final long REQUESTS_MIN = 5;

  /// The last minutes are widened until they hold this many, as far back as `RECENT_MINUTES_MAX`.
  private static final long REQUESTS_WANTED = 20;

  /// The minute that runs and the one before it: a fault is seen at once, its end after two
  /// minutes.
  private static final int RECENT_MINUTES = 2;

  private static final int RECENT_MINUTES_MAX = 5;

  /// What is usual: the half hour before.
  private static final int USUAL_MINUTES_MAX = 30;

  /// How far back a judgement looks: half an hour of trouble, and the half hour before it.
  static final int MINUTES_MAX = 2 * USUAL_MINUTES_MAX;

  private static final int USUAL_MINUTES_MIN = 2;
  private static final long USUAL_REQUESTS_MIN = 50;

  private static final double FAILING_RATIO = 0.05;
  private static final long FAILING_ERRORS_MIN = 5;
  private static final double DEGRADED_RATIO = 0.01;
  private static final long DEGRADED_ERRORS_MIN = 3;

  private static final double SLOWER_FACTOR = 2;
  private static final double SLOWER_NANOS_MIN = 20e6;

  /// One in twenty is above the usual 95th percentile by definition; this is three times as many.
  private static final double SLOWER_SHARE = 0.15;

  /// Two-sided 95 % of the normal distribution.
  private static final double Z = 1.96;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private final ZoneId zone;

  /// @param sinceMinute where the trouble began; where there is none, the first minute judged
  /// @param errors since then
  record Verdict(Status status, String reason, long sinceMinute, long errors) {
    boolean slow() {
      return status == Status.DEGRADED && errors == 0;
    }

    /// More fail than can be overlooked.
    boolean fails() {
      return (status == Status.DEGRADED || status == Status.FAILING) && errors > 0;
    }
  }

  HealthCheck(ZoneId zone) {
    this.zone = zone;
  }

  /// Judges the minutes up to and including `end`.
  ///
  /// @param ever requests that are known of, also before these minutes
  Verdict judge(NavigableMap<Long, NodeMinute> all, long end, long ever) {
    var minutes = all.headMap(end, true);
    long from = recentFrom(minutes, end);
    var recent = sum(minutes.tailMap(from, true));
    if (recent.requests < REQUESTS_MIN) {
      return new Verdict(Status.UNKNOWN, tooFew(ever, recent.requests), end, 0);
    }
    var status = statusByErrors(recent);
    if (status != Status.OK) {
      return failed(status, minutes, from, (double) recent.errors / recent.requests);
    }
    return slower(minutes, from, recent);
  }

  /// The lower end of Wilson's interval: a share that is exceeded with 97.5 % confidence.
  static double wilsonLower(long hits, long count) {
    if (count == 0) {
      return 0;
    }
    double share = (double) hits / count;
    double square = Z * Z / count;
    double spread = Z * Math.sqrt((share * (1 - share) + square / 4) / count);
    return Math.max(0, (share + square / 2 - spread) / (1 + square));
  }

  private static long recentFrom(NavigableMap<Long, NodeMinute> minutes, long end) {
    long from = end - RECENT_MINUTES + 1;
    while (from > end - RECENT_MINUTES_MAX + 1
        && requests(minutes.tailMap(from, true)) < REQUESTS_WANTED) {
      from--;
    }
    return from;
  }

  private static String tooFew(long ever, long recent) {
    if (ever == 0) {
      return "no requests seen";
    }
    if (ever > recent && ever >= REQUESTS_WANTED) {
      return recent == 0
          ? "no requests in the last %d minutes".formatted(RECENT_MINUTES_MAX)
          : "only %s in the last %d minutes".formatted(requests(recent), RECENT_MINUTES_MAX);
    }
    return "not enough data yet (%s)".formatted(requests(ever));
  }

  private static Status statusByErrors(NodeMinute recent) {
    double lower = wilsonLower(recent.errors, recent.requests);
    if (recent.errors >= FAILING_ERRORS_MIN && lower > FAILING_RATIO) {
      return Status.FAILING;
    }
    if (recent.errors >= DEGRADED_ERRORS_MIN && lower > DEGRADED_RATIO) {
      return Status.DEGRADED;
    }
    return Status.OK;
  }

  /// Goes back as long as at least half as many failed as now: there it began.
  private Verdict failed(
      Status status, NavigableMap<Long, NodeMinute> minutes, long from, double ratio) {
    long since = minutes.ceilingKey(from);
    var before = minutes.headMap(from, false).descendingMap();
    for (var minute : before.values()) {
      if (minute.requests > 0 && minute.errors < ratio / 2 * minute.requests) {
        break;
      }
      since = minute.requests > 0 ? minute.minute : since;
    }
    // The first of the recent minutes may still have been well.
    for (var minute : minutes.tailMap(since, true).values()) {
      if (minute.requests > 0 && minute.errors >= ratio / 2 * minute.requests) {
        since = minute.minute;
        break;
      }
    }
    var trouble = sum(minutes.tailMap(since, true));
    var usual = sum(minutes.subMap(since - USUAL_MINUTES_MAX, true, since, false));
    var reason =
        "errors %s of %s%s"
            .formatted(
                percent(trouble.errors, trouble.requests),
                requests(trouble.requests),
                usual.requests < REQUESTS_MIN
                    ? ""
                    : " (was %s), since %s"
                        .formatted(percent(usual.errors, usual.requests), timeOf(since)));
    return new Verdict(status, reason, since, trouble.errors);
  }

  private Verdict slower(NavigableMap<Long, NodeMinute> minutes, long from, NodeMinute recent) {
    var fine = new Verdict(Status.OK, fine(recent), from, recent.errors);
    var usual = minutes.subMap(from - USUAL_MINUTES_MAX, true, from, false).values().stream();
    var measured = usual.filter(minute -> minute.durations().count() >= REQUESTS_MIN).toList();
    long requests = measured.stream().mapToLong(minute -> minute.requests).sum();
    boolean known = measured.size() >= USUAL_MINUTES_MIN && requests >= USUAL_REQUESTS_MIN;
    if (!known || recent.durations().count() < REQUESTS_WANTED) {
      return fine;
    }
    double was = medianOfP95(measured);
    double is = p95(recent);
    long above = recent.durations().countAbove(Math.round(was));
    boolean more = wilsonLower(above, recent.durations().count()) > SLOWER_SHARE;
    if (!more || !slower(is, was)) {
      return fine;
    }
    long since = slowSince(minutes, from, was);
    var reason =
        "p95 %s (was %s) over %s, since %s"
            .formatted(
                duration(is),
                duration(was),
                requests(requests(minutes.tailMap(since, true))),
                timeOf(since));
    return new Verdict(Status.DEGRADED, reason, since, 0);
  }

  private static long slowSince(NavigableMap<Long, NodeMinute> minutes, long from, double was) {
    long since = minutes.ceilingKey(from);
    for (var minute : minutes.headMap(from, false).descendingMap().values()) {
      if (minute.durations().count() > 0 && !slower(p95(minute), was)) {
        break;
      }
      since = minute.durations().count() > 0 ? minute.minute : since;
    }
    return since;
  }

  private static boolean slower(double is, double was) {
    return is >= SLOWER_FACTOR * was && is - was >= SLOWER_NANOS_MIN;
  }

  /// The median does not move before half of the minutes are slow, so trouble is not soon "usual".
  private static double medianOfP95(List<NodeMinute> minutes) {
    var sorted = minutes.stream().mapToDouble(HealthCheck::p95).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static double p95(NodeMinute minute) {
    return minute.durations().percentile(0.95).orElseThrow().nanos();
  }

  private static String fine(NodeMinute recent) {
    return recent.errors == 0
        ? "no errors in %s".formatted(requests(recent.requests))
        : "errors %s of %s"
            .formatted(percent(recent.errors, recent.requests), requests(recent.requests));
  }

  private static NodeMinute sum(NavigableMap<Long, NodeMinute> minutes) {
    var sum = new NodeMinute(0);
    minutes.values().forEach(sum::add);
    return sum;
  }

  private static long requests(NavigableMap<Long, NodeMinute> minutes) {
    return minutes.values().stream().mapToLong(minute -> minute.requests).sum();
  }

  private String timeOf(long minute) {
    return Instant.ofEpochSecond(minute * 60).atZone(zone).format(TIME);
  }

  private static String requests(long count) {
    return count == 1 ? "1 request" : count + " requests";
  }

  static String percent(long part, long whole) {
    double percent = 100.0 * part / whole;
    return percent == 0 || percent >= 10
        ? String.format(Locale.ROOT, "%.0f %%", percent)
        : String.format(Locale.ROOT, "%.1f %%", percent);
  }

  /// Three significant digits.
  static String duration(double nanos) {
    double millis = nanos / 1e6;
    double shown = millis >= 1000 ? millis / 1000 : millis;
    var pattern = shown >= 100 ? "%.0f" : shown >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, pattern, shown) + (millis >= 1000 ? " s" : " ms");
  }
}

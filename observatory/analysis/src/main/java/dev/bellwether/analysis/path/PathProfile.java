package dev.bellwether.analysis.path;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where many traces spent the time that their callers waited: the sections of their critical paths
/// by service and operation. Not thread-safe; the order of adding does not matter.
public final class PathProfile {
  private final Map<Key, Sum> sums = new HashMap<>();
  private long traces;
  private long totalNanos;

  private record Key(String service, String name) {}

  /// One operation's part in the waiting.
  ///
  /// @param selfNanos its own time on critical paths, without what its callees took
  /// @param share of the time of all traces together, 0 to 1
  /// @param traces how many critical paths it is on
  /// @param medianShare of one trace's time, over all traces, as a whole percent
  /// @param p95Share the same, exceeded by one trace in twenty
  public record Operation(
      String service,
      String name,
      long selfNanos,
      double share,
      long traces,
      double medianShare,
      double p95Share) {}

  public void add(CriticalPath path) {
    traces++;
    totalNanos += path.durationNanos();
    Map<Key, Long> own = new HashMap<>();
    for (var section : path.sections()) {
      var key = new Key(section.span().service(), section.span().name());
      own.merge(key, section.durationNanos(), Long::sum);
    }
    own.forEach((key, nanos) ->
        sums.computeIfAbsent(key, _ -> new Sum())
            .add(nanos, (int) Math.round(100.0 * nanos / path.durationNanos())));
  }

  public long traces() {
    return traces;
  }

  /// Those that were waited for longest first.
  public List<Operation> operations() {
    return sums.entrySet().stream()
        .map(entry -> operation(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(Operation::selfNanos)
                .reversed()
                .thenComparing(Operation::service)
                .thenComparing(Operation::name))
        .toList();
  }

  private Operation operation(Key key, Sum sum) {
    return new Operation(
        key.service,
        key.name,
        sum.nanos,
        totalNanos == 0 ? 0 : (double) sum.nanos / totalNanos,
        sum.traces,
        sum.percent(0.5, traces) / 100.0,
        sum.percent(0.95, traces) / 100.0);
  }

  /// `ofPercent[i]`: on how many paths the operation took i percent of the time.
  private static final class Sum {
    private final long[] ofPercent = new long[101];
    private long nanos;
    private long traces;

    void add(long more, int percent) {
      nanos += more;
      traces++;
      ofPercent[percent]++;
    }

    /// Over all traces: those without the operation count as 0 percent.
    int percent(double quantile, long all) {
      long above = all - (long) Math.ceil(quantile * all);
      for (int percent = 100; percent > 0; percent--) {
        above -= ofPercent[percent];
        if (above < 0) {
          return percent;
        }
      }
      return 0;
    }
  }
}

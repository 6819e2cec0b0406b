package dev.bellwether.truth;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Compares the rows of a database with what the telemetry says about them.
///
/// A row is recorded in one moment, its telemetry a little earlier or later: what is in the window
/// on one side is looked for beyond the window's ends on the other.
final class Reconciliation {
  /// How far apart a row and its span may be: both clocks are of one machine, or kept in step.
  static final Duration LATE_MIN = Duration.ofSeconds(5);

  /// What is wrong with a trade.
  enum Kind {
    /// A row of which no trace tells.
    LOST_TRACE("lost: a row without a trace"),
    /// A row of which no log record tells.
    LOST_LOG("lost: a row without its log record"),
    /// A trace that tells of a row that is not there.
    LOST_ROW("lost: a trace without a row"),
    /// Told of more than once.
    DUPLICATED("duplicated"),
    /// Told of too early or too late.
    LATE("late"),
    /// Told of in other words.
    DIFFERING("differing"),
    /// Sums that do not agree.
    METRIC("metric");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /// @param name the trade's id, or the metric's name
  record Difference(Kind kind, String name, String detail) {}

  private final Instant from;
  private final Instant to;
  private final List<Difference> differences = new ArrayList<>();

  Reconciliation(Instant from, Instant to) {
    this.from = from;
    this.to = to;
  }

  /// @param rows of the window and a while around it
  /// @param observed likewise
  List<Difference> of(List<RecordedTrade> rows, List<ObservedTrade> observed) {
    var rowOf = new LinkedHashMap<UUID, RecordedTrade>();
    rows.forEach(row -> rowOf.put(row.id(), row));
    var tracesOf = new LinkedHashMap<UUID, List<ObservedTrade>>();
    for (var trade : observed) {
      tracesOf.computeIfAbsent(trade.id(), _ -> new ArrayList<>()).add(trade);
    }
    for (var row : rows) {
      if (isInside(row.recordedAt())) {
        compare(row, tracesOf.getOrDefault(row.id(), List.of()));
      }
    }
    tracesOf.forEach((id, traces) -> {
      var first = traces.getFirst();
      if (!rowOf.containsKey(id) && isInside(first.insertedAt())) {
        add(Kind.LOST_ROW, id, "trace %s".formatted(first.traceId()));
      }
    });
    return List.copyOf(differences);
  }

  private void compare(RecordedTrade row, List<ObservedTrade> traces) {
    if (traces.isEmpty()) {
      add(Kind.LOST_TRACE, row.id(), "recorded at %s".formatted(row.recordedAt()));
      return;
    }
    // The one that the log calls the first; a repeated request inserts nothing.
    int committed = traces.stream().mapToInt(ObservedTrade::committed).sum();
    if (committed == 0) {
      add(Kind.LOST_LOG, row.id(), "trace %s".formatted(traces.getFirst().traceId()));
    } else if (committed > 1) {
      add(
          Kind.DUPLICATED,
          row.id(),
          "committed %d times, in traces %s"
              .formatted(committed, traces.stream().map(ObservedTrade::traceId).toList()));
    }
    var trace =
        traces.stream().filter(one -> one.committed() > 0).findFirst().orElse(traces.getFirst());
    var apart = Duration.between(row.recordedAt(), trace.insertedAt());
    if (apart.abs().compareTo(LATE_MIN) > 0) {
      add(
          Kind.LATE,
          row.id(),
          "recorded at %s, its span ends at %s".formatted(row.recordedAt(), trace.insertedAt()));
    }
    compareFields(row, trace.fields());
  }

  private void compareFields(RecordedTrade row, Map<String, String> seen) {
    row.fields()
        .forEach((name, value) -> {
          var said = seen.getOrDefault(name, "nothing");
          if (!value.equals(said)) {
            add(
                Kind.DIFFERING,
                row.id(),
                "%s: %s in the row, %s in the trace".formatted(name, value, said));
          }
        });
  }

  private void add(Kind kind, UUID id, String detail) {
    differences.add(new Difference(kind, id.toString(), detail));
  }

  private boolean isInside(Instant time) {
    return !time.isBefore(from) && time.isBefore(to);
  }
}

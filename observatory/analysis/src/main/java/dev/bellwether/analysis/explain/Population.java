package dev.bellwether.analysis.explain;

import dev.bellwether.model.TraceId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The requests that are looked at, a row each: what they had, how long they took, how they ended.
///
/// Rows may be of two times: those to explain and, marked as baseline, those of a time when all was
/// as usual. With a baseline, only what got worse since then is an explanation.
public final class Population {
  private final List<Column> columns;
  private final long[] durationNanos;
  private final BitSet failed;
  private final BitSet baseline;
  private final List<TraceId> traceIds;
  private final List<Trait> leftOut;

  /// Arrays and sets are handed over: the caller changes them no more.
  public Population(
      List<Column> columns,
      long[] durationNanos,
      BitSet failed,
      BitSet baseline,
      List<TraceId> traceIds) {
    this(columns, durationNanos, failed, baseline, traceIds, List.of());
  }

  /// @param leftOut traits that requests have and that are not among the columns
  Population(
      List<Column> columns,
      long[] durationNanos,
      BitSet failed,
      BitSet baseline,
      List<TraceId> traceIds,
      List<Trait> leftOut) {
    this.leftOut = List.copyOf(leftOut);
    this.columns = List.copyOf(columns);
    this.durationNanos = durationNanos;
    this.failed = failed;
    this.baseline = baseline;
    this.traceIds = traceIds;
    for (var column : columns) {
      if (column.rows() != rows()) {
        throw new IllegalArgumentException(
            "column %s: %d rows (expected: %d, as there are durations)"
                .formatted(column.trait().written(), column.rows(), rows()));
      }
    }
  }

  /// The same requests as if all of them were of one time.
  Population withoutBaseline() {
    return new Population(columns, durationNanos, failed, new BitSet(), traceIds, leftOut);
  }

  /// The same requests, but others failed, and only these columns.
  Population with(BitSet failed, List<Column> columns) {
    return new Population(columns, durationNanos, failed, baseline, traceIds, leftOut);
  }

  /// Only these rows.
  Population only(BitSet which) {
    int[] kept = which.stream().toArray();
    var durations = new long[kept.length];
    var keptFailed = new BitSet();
    var keptBaseline = new BitSet();
    var traces = new ArrayList<TraceId>();
    for (int i = 0; i < kept.length; i++) {
      durations[i] = durationNanos[kept[i]];
      keptFailed.set(i, failed.get(kept[i]));
      keptBaseline.set(i, baseline.get(kept[i]));
      traces.add(traceIds.get(kept[i]));
    }
    return new Population(
        columns.stream().map(column -> column.only(kept)).toList(),
        durations,
        keptFailed,
        keptBaseline,
        traces,
        leftOut);
  }

  public int rows() {
    return durationNanos.length;
  }

  public List<Column> columns() {
    return columns;
  }

  /// What requests have and nobody looks at, as there were too many columns before.
  public List<Trait> leftOut() {
    return leftOut;
  }

  long[] durationNanos() {
    return durationNanos;
  }

  BitSet failed() {
    return failed;
  }

  BitSet baseline() {
    return baseline;
  }

  TraceId traceId(int row) {
    return traceIds.get(row);
  }
}

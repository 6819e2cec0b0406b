package dev.bellwether.store.segments.columns;

import dev.bellwether.model.SpanId;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a search found in one table: rows, of which nothing but the start is read yet.
///
/// It reads the open table, so use it before that is closed.
public final class SpanHits {
  private final TableFile file;
  private final TraceIndex index;
  private final int[] rows;
  private final int[] tracePlaces;
  private final long[] starts;
  private final List<TraceHit> traces;
  private final int rowsRead;
  private final boolean complete;

  private SpanHits(Builder builder, boolean complete) {
    this.file = builder.file;
    this.index = builder.index;
    this.rows = Arrays.copyOf(builder.rows, builder.size);
    this.tracePlaces = Arrays.copyOf(builder.tracePlaces, builder.size);
    this.starts = Arrays.copyOf(builder.starts, builder.size);
    this.traces = builder.traces.build().sorted(TraceHit.NEWEST_FIRST).toList();
    this.rowsRead = builder.rowsRead;
    this.complete = complete;
  }

  /// How many spans were found.
  public int size() {
    return rows.length;
  }

  /// The newest of the spans that were found, in the order of [SpanHit#NEWEST_FIRST].
  ///
  /// @param limit how many at the most, at least 1
  public List<SpanHit> newest(int limit) {
    if (rows.length == 0) {
      return List.of();
    }
    var sorted = starts.clone();
    Arrays.sort(sorted);
    var earliest = sorted[Math.max(0, sorted.length - limit)];
    return IntStream.range(0, rows.length)
        .filter(i -> starts[i] >= earliest)
        .mapToObj(this::hit)
        .sorted(SpanHit.NEWEST_FIRST)
        .limit(limit)
        .toList();
  }

  /// The traces of all spans that were found, in the order of [TraceHit#NEWEST_FIRST].
  public List<TraceHit> traces() {
    return traces;
  }

  /// How many rows the query was asked about; pages that the time range ruled out do not count.
  public int rowsRead() {
    return rowsRead;
  }

  /// False where the search was told to end before it had seen everything.
  public boolean complete() {
    return complete;
  }

  private SpanHit hit(int i) {
    var id = new SpanId(file.spanIds().longAt((long) rows[i] * Long.BYTES));
    return new SpanHit(rows[i], index.id(tracePlaces[i]), id, starts[i]);
  }

  /// Gathers hits page by page, the last page first. One thread.
  static final class Builder {
    private final TableFile file;
    private final TraceIndex index;
    private final Stream.Builder<TraceHit> traces = Stream.builder();
    private final BitSet seenTraces = new BitSet();
    private int[] rows = new int[64];
    private int[] tracePlaces = new int[64];
    private long[] starts = new long[64];
    private int size;
    private int rowsRead;

    Builder(TableFile file, TraceIndex index) {
      this.file = file;
      this.index = index;
    }

    /// Adds the rows of a page that match; what is gathered of a page is gathered as a whole.
    void add(int page, BitSet matching, SpanReading spans) {
      rowsRead += Layout.rowsOfPage(page, file.rows());
      var first = page * Layout.PAGE_ROWS;
      for (var row = matching.nextSetBit(0); row >= 0; row = matching.nextSetBit(row + 1)) {
        add(first + row, spans);
      }
    }

    SpanHits build(boolean complete) {
      return new SpanHits(this, complete);
    }

    private void add(int row, SpanReading spans) {
      if (size == rows.length) {
        rows = Arrays.copyOf(rows, 2 * size);
        tracePlaces = Arrays.copyOf(tracePlaces, 2 * size);
        starts = Arrays.copyOf(starts, 2 * size);
      }
      var place = spans.tracePlace(row);
      rows[size] = row;
      tracePlaces[size] = place;
      starts[size++] = spans.startNanos(row);
      if (!seenTraces.get(place)) {
        seenTraces.set(place);
        traces.add(new TraceHit(index.id(place), spans.startNanos(index.firstRow(place))));
      }
    }
  }
}

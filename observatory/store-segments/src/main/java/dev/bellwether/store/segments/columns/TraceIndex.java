package dev.bellwether.store.segments.columns;

import dev.bellwether.model.TraceId;
import java.util.Arrays;

/// Finds a trace's rows. One entry of 24 bytes for each trace, in the order of their ids:
///
/// ```
/// trace id (16 bytes) · first row (4) · last row (4)
/// ```
///
/// It is read where it lies in the file, by halving.
final class TraceIndex {
  private final Section entries;
  private final int size;
  private final int rows;

  TraceIndex(TableFile file) {
    this.entries = file.traces();
    this.rows = file.rows();
    this.size = (int) (entries.size() / Layout.TRACE_BYTES);
  }

  /// Appends an entry; they come in the order of ids.
  static void write(ByteOutput out, TraceId id, int firstRow, int lastRow) {
    out.fixed64(id.high());
    out.fixed64(id.low());
    out.fixed32(firstRow);
    out.fixed32(lastRow);
  }

  static byte[] bytes(ByteOutput out) {
    return Arrays.copyOf(out.array(), out.size());
  }

  int size() {
    return size;
  }

  /// The trace's place among all, or -1.
  int find(TraceId id) {
    var from = 0;
    var to = size - 1;
    while (from <= to) {
      var middle = (from + to) >>> 1;
      var order = compare(middle, id);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        from = middle + 1;
      } else {
        to = middle - 1;
      }
    }
    return -1;
  }

  TraceId id(int place) {
    return new TraceId(high(place), low(place));
  }

  int firstRow(int place) {
    return row(offset(place) + 2 * Long.BYTES);
  }

  int lastRow(int place) {
    return row(offset(place) + 2 * Long.BYTES + Integer.BYTES);
  }

  /// The checksum was compared once; what the disk has lost since then must not lead outside.
  private int row(long offset) {
    var row = entries.intAt(offset);
    if (row < 0 || row >= rows) {
      throw entries.damaged(offset, "a row below " + rows);
    }
    return row;
  }

  private int compare(int place, TraceId id) {
    var byHigh = Long.compareUnsigned(high(place), id.high());
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low(place), id.low());
  }

  private long high(int place) {
    return entries.longAt(offset(place));
  }

  private long low(int place) {
    return entries.longAt(offset(place) + Long.BYTES);
  }

  private static long offset(int place) {
    return (long) place * Layout.TRACE_BYTES;
  }
}

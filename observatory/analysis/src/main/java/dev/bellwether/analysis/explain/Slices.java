package dev.bellwether.analysis.explain;

import java.util.Arrays;
import java.util.BitSet;

/// The time before in equal parts, which tell how much the share of a value varies by itself: where
/// it is Monday every five minutes, Monday's share is sometimes nothing and sometimes everything.
///
/// Rows come in the order of time, nearly, so that a part is a stretch of rows.
final class Slices {
  /// Two ups and downs at least are seen of what comes and goes three times, and there are enough
  /// parts to tell that from chance.
  private static final int COUNT = 12;

  private static final byte NONE = -1;

  private final byte[] of;
  private final double rowsOfEach;

  private Slices(byte[] of, int rows) {
    this.of = of;
    this.rowsOfEach = (double) rows / COUNT;
  }

  static Slices none() {
    return new Slices(new byte[0], 0);
  }

  /// @param now all rows but these are of the time before
  static Slices before(BitSet now, int rows) {
    var of = new byte[rows];
    Arrays.fill(of, NONE);
    int before = rows - now.cardinality();
    int i = 0;
    for (int row = now.nextClearBit(0); row < rows; row = now.nextClearBit(row + 1)) {
      of[row] = (byte) ((long) i * COUNT / before);
      i++;
    }
    return new Slices(of, before);
  }

  /// How many rows there are in a part.
  double rowsOfEach() {
    return rowsOfEach;
  }

  /// How often each id of a column comes in each part.
  int[][] counts(Column column) {
    var counts = new int[of.length == 0 ? 0 : COUNT][column.idCount()];
    int[] ids = column.ids();
    for (int row = 0; row < of.length; row++) {
      if (of[row] != NONE) {
        counts[of[row]][ids[row]]++;
      }
    }
    return counts;
  }

  /// The variance of the share from part to part in relation to its square, beyond what chance lets
  /// it vary; 0 where there are no parts.
  ///
  /// @param counts of the column
  /// @param members which of its ids to count
  double variation(int[][] counts, boolean[] members) {
    if (counts.length == 0 || rowsOfEach < 1) {
      return 0;
    }
    double sum = 0;
    double squares = 0;
    for (int[] slice : counts) {
      double rows = 0;
      for (int id = 0; id < members.length; id++) {
        rows += members[id] ? slice[id] : 0;
      }
      sum += rows;
      squares += rows * rows;
    }
    double mean = sum / COUNT;
    double variance = (squares - sum * mean) / (COUNT - 1);
    double byChance = mean * (1 - mean / rowsOfEach);
    return mean == 0 ? 0 : Math.max(0, variance - byChance) / (mean * mean);
  }
}

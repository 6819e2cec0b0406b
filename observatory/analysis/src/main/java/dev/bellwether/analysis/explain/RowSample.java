package dev.bellwether.analysis.explain;

import java.util.List;

/// Rows of one kind, all of them or evenly spread ones, with a bitset for each item. The two sides
/// of a comparison are samples of their own, so that few failures stay complete beside many
/// successes.
///
/// ```
/// rows     7   12   80   81  …          up to 65,536 of them, each for `weight` rows
/// item 0   1    0    0    1             bits: which of these rows fulfil the item
/// item 1   1    1    0    0
/// rank  0  1    0    1    1             bit planes: the row's rank by duration, 0 to 255
/// ```
final class RowSample {
  /// A conjunction of three is counted in 1,024 words, about half a microsecond.
  static final int ROWS_MAX = 65_536;

  private static final int RANK_BITS = 8;

  private final int[] rows;
  private final double weight;
  private final int words;
  private final long[][] ofItem;
  private final long[][] planes;

  /// @param all every row of the kind, in order
  /// @param ranks of every row of the population; empty where durations do not matter
  RowSample(Population population, List<Item> items, int[] all, byte[] ranks) {
    this.rows = spread(all);
    this.weight = rows.length == 0 ? 1 : (double) all.length / rows.length;
    this.words = (rows.length + 63) / 64;
    this.ofItem = new long[items.size()][words];
    for (var item : items) {
      fill(ofItem[item.number()], population.columns().get(item.column()).ids(), item.members());
    }
    this.planes = new long[ranks.length == 0 ? 0 : RANK_BITS][words];
    for (int plane = 0; plane < planes.length; plane++) {
      for (int i = 0; i < rows.length; i++) {
        planes[plane][i >> 6] |= ((ranks[rows[i]] >> plane) & 1L) << i;
      }
    }
  }

  boolean isComplete() {
    return weight == 1;
  }

  /// A bitset of all its rows.
  long[] everything() {
    var all = new long[words];
    for (int i = 0; i < rows.length; i++) {
      all[i >> 6] |= 1L << i;
    }
    return all;
  }

  /// The rows of `within` that fulfil the item.
  long[] narrowed(long[] within, Item item) {
    var narrowed = new long[words];
    long[] bits = ofItem[item.number()];
    for (int i = 0; i < words; i++) {
      narrowed[i] = within[i] & bits[i];
    }
    return narrowed;
  }

  double count(long[] within) {
    long count = 0;
    for (long word : within) {
      count += Long.bitCount(word);
    }
    return count * weight;
  }

  double count(long[] within, Item item) {
    long[] bits = ofItem[item.number()];
    long count = 0;
    for (int i = 0; i < words; i++) {
      count += Long.bitCount(within[i] & bits[i]);
    }
    return count * weight;
  }

  double rankSum(long[] within) {
    long sum = 0;
    for (int plane = 0; plane < planes.length; plane++) {
      long count = 0;
      for (int i = 0; i < words; i++) {
        count += Long.bitCount(within[i] & planes[plane][i]);
      }
      sum += count << plane;
    }
    return sum * weight;
  }

  double rankSum(long[] within, Item item) {
    return planes.length == 0 ? 0 : rankSum(narrowed(within, item));
  }

  private void fill(long[] bits, int[] ids, boolean[] members) {
    for (int i = 0; i < rows.length; i++) {
      if (members[ids[rows[i]]]) {
        bits[i >> 6] |= 1L << i;
      }
    }
  }

  private static int[] spread(int[] all) {
    if (all.length <= ROWS_MAX) {
      return all;
    }
    var spread = new int[ROWS_MAX];
    for (int i = 0; i < ROWS_MAX; i++) {
      spread[i] = all[(int) ((long) i * all.length / ROWS_MAX)];
    }
    return spread;
  }
}

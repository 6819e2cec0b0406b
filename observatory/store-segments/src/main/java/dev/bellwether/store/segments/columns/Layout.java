package dev.bellwether.store.segments.columns;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The numbers of the format that writing and reading share; the package describes them.
final class Layout {
  /// `BWCOLUMN`.
  static final long HEADER_MAGIC = 0x4257434f4c554d4eL;

  /// `BWCOLEND`.
  static final long FOOTER_MAGIC = 0x4257434f4c454e44L;

  static final int VERSION = 1;
  static final int HEADER_BYTES = 32;
  static final int FOOTER_BYTES = 80;

  /// Small enough that a trace is read in a millisecond; four times as many save 2 % of the room.
  static final int PAGE_ROWS = 4_096;

  /// A segment has 65,536; the bound keeps what a search remembers of one table below 16 MiB.
  static final int ROWS_MAX = 1 << 20;

  static final int TRACE_BYTES = 2 * Long.BYTES + 2 * Integer.BYTES;

  /// The bits of a column's kind.
  static final int ATTRIBUTE = 1;

  static final int DICTIONARY = 2;
  static final int DIFFERENCES = 4;

  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private Layout() {}

  static int pages(int rows) {
    return (rows + PAGE_ROWS - 1) / PAGE_ROWS;
  }

  static int rowsOfPage(int page, int rows) {
    return Math.min(PAGE_ROWS, rows - page * PAGE_ROWS);
  }

  static void requireRows(String what, int rows) {
    if (rows < 1 || rows > ROWS_MAX) {
      throw new IllegalArgumentException(
          "%s: %d (expected: 1 to %d)".formatted(what, rows, ROWS_MAX));
    }
  }
}

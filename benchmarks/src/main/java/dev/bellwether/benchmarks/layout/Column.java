package dev.bellwether.benchmarks.layout;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;

/// Numbers, one for each row, in pages that are compressed each for itself. A page is
///
/// ```
/// first value (8 bytes) · width (1 byte) · width planes of one byte for each value
/// ```
///
/// Plane 0 has the lowest bytes of all values, plane 1 the next and so on: the high planes are
/// mostly zero and cost nothing. A column of differences keeps the zigzag difference to the value
/// before, beginning anew in each page.
final class Column {
  private static final int HEAD_BYTES = Long.BYTES + 1;

  private final int rows;
  private final int pageRows;
  private final boolean differences;
  private final byte[][] pages;

  private Column(int rows, int pageRows, boolean differences, byte[][] pages) {
    this.rows = rows;
    this.pageRows = pageRows;
    this.differences = differences;
    this.pages = pages;
  }

  static Column of(long[] values, int pageRows, boolean differences, ZstdCompressCtx zstd) {
    var pages = new byte[(values.length + pageRows - 1) / pageRows][];
    for (int i = 0; i < pages.length; i++) {
      int from = i * pageRows;
      int to = Math.min(values.length, from + pageRows);
      pages[i] = zstd.compress(planes(values, from, to, differences));
    }
    return new Column(values.length, pageRows, differences, pages);
  }

  int pageOf(int row) {
    return row / pageRows;
  }

  int pageRows() {
    return pageRows;
  }

  int pageCount() {
    return pages.length;
  }

  /// With four bytes for each page's place.
  long size() {
    long size = 4L * pages.length;
    for (var page : pages) {
      size += page.length;
    }
    return size;
  }

  /// The values of a page, which begins at row `number * pageRows`.
  long[] page(int number) {
    int count = Math.min(rows, (number + 1) * pageRows) - number * pageRows;
    var planes = Zstd.decompress(pages[number], HEAD_BYTES + count * Long.BYTES);
    var in = new Bytes(planes);
    long first = in.fixed();
    int width = planes[HEAD_BYTES - 1];
    var values = new long[count];
    for (int plane = 0; plane < width; plane++) {
      int at = HEAD_BYTES + plane * count;
      int shift = 8 * plane;
      for (int i = 0; i < count; i++) {
        values[i] |= (planes[at + i] & 0xFFL) << shift;
      }
    }
    if (differences) {
      long last = first;
      for (int i = 0; i < count; i++) {
        last += Bytes.unzigzag(values[i]);
        values[i] = last;
      }
    }
    return values;
  }

  private static byte[] planes(long[] values, int from, int to, boolean differences) {
    int count = to - from;
    var stored = new long[count];
    long all = 0;
    for (int i = 0; i < count; i++) {
      long value = values[from + i];
      stored[i] = differences ? Bytes.zigzag(value - values[Math.max(from, from + i - 1)]) : value;
      all |= stored[i];
    }
    int width = (Long.SIZE - Long.numberOfLeadingZeros(all) + 7) / 8;
    var planes = new byte[HEAD_BYTES + width * count];
    long first = values[from];
    for (int i = 0; i < Long.BYTES; i++) {
      planes[i] = (byte) (first >>> (8 * i));
    }
    planes[HEAD_BYTES - 1] = (byte) width;
    for (int plane = 0; plane < width; plane++) {
      int at = HEAD_BYTES + plane * count;
      int shift = 8 * plane;
      for (int i = 0; i < count; i++) {
        planes[at + i] = (byte) (stored[i] >>> shift);
      }
    }
    return planes;
  }
}

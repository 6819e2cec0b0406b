package dev.bellwether.store.segments.columns;

/// Up to [Layout#PAGE_ROWS] numbers as bytes, before compression:
///
/// ```
/// width (1 byte) · width planes of one byte for each number
/// ```
///
/// Plane 0 has the lowest bytes of all numbers, plane 1 the next and so on: high planes are mostly
/// zero and cost nothing. What stands there is the distance to the page's smallest number, or in a
/// column of differences the zigzag difference to the number before, of the first to the smallest.
final class Pages {
  static final int BYTES_MAX = 1 + Layout.PAGE_ROWS * Long.BYTES;

  private final long[] stored = new long[Layout.PAGE_ROWS];

  /// Writes `values[from, from + count)` and returns how many bytes that took.
  int encode(long[] values, int from, int count, long smallest, boolean differences, byte[] bytes) {
    var all = 0L;
    var before = smallest;
    for (var i = 0; i < count; i++) {
      var value = values[from + i];
      stored[i] = differences ? ByteOutput.zigzag(value - before) : value - smallest;
      all |= stored[i];
      before = value;
    }
    var width = (Long.SIZE - Long.numberOfLeadingZeros(all) + 7) / 8;
    bytes[0] = (byte) width;
    for (var plane = 0; plane < width; plane++) {
      var at = 1 + plane * count;
      var shift = 8 * plane;
      for (var i = 0; i < count; i++) {
        bytes[at + i] = (byte) (stored[i] >>> shift);
      }
    }
    return 1 + width * count;
  }

  static void decode(byte[] bytes, int count, long smallest, boolean differences, long[] values) {
    var width = bytes[0];
    for (var i = 0; i < count; i++) {
      values[i] = width == 0 ? 0 : bytes[1 + i] & 0xFF;
    }
    for (var plane = 1; plane < width; plane++) {
      var at = 1 + plane * count;
      var shift = 8 * plane;
      for (var i = 0; i < count; i++) {
        values[i] |= (bytes[at + i] & 0xFFL) << shift;
      }
    }
    var before = smallest;
    for (var i = 0; i < count; i++) {
      values[i] = differences ? before + ByteInput.unzigzag(values[i]) : smallest + values[i];
      before = values[i];
    }
  }
}

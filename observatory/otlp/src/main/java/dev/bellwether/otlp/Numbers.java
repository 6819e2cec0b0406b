package dev.bellwether.otlp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A growing list of numbers without boxes: bucket counts, or bounds as the bits of doubles.
final class Numbers {
  private long[] values = new long[16];
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  List<Long> longs() {
    var list = new ArrayList<Long>(size);
    for (int i = 0; i < size; i++) {
      list.add(values[i]);
    }
    return list;
  }

  List<Double> doubles() {
    var list = new ArrayList<Double>(size);
    for (int i = 0; i < size; i++) {
      list.add(Double.longBitsToDouble(values[i]));
    }
    return list;
  }
}

package dev.bellwether.benchmarks.analysis;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/// CPU time of this thread; garbage collection and compilation run on others and are not in it.
final class CpuClock {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CpuClock() {}

  static long nanosOf(Runnable work) {
    long start = THREADS.getCurrentThreadCpuTime();
    work.run();
    return THREADS.getCurrentThreadCpuTime() - start;
  }

  /// The middle and, of ten, the second slowest.
  static String millis(long[] nanos) {
    var sorted = nanos.clone();
    Arrays.sort(sorted);
    return "%.0f ms CPU median, %.0f ms p90, of %d runs"
        .formatted(
            sorted[sorted.length / 2] / 1e6,
            sorted[(int) (sorted.length * 0.9)] / 1e6,
            sorted.length);
  }

  /// Divides the middle run among what it did.
  static String microsEach(long[] nanos, int count) {
    var sorted = nanos.clone();
    Arrays.sort(sorted);
    return "%.2f µs CPU each, median of %d runs"
        .formatted(sorted[sorted.length / 2] / 1e3 / count, sorted.length);
  }
}

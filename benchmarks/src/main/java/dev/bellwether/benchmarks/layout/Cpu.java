package dev.bellwether.benchmarks.layout;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Supplier;

/// Adds up the CPU time that this thread spends on some work; garbage collection and compilation
/// run on other threads and are not in it.
final class Cpu {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private long nanos;

  <T> T of(Supplier<T> work) {
    long start = THREADS.getCurrentThreadCpuTime();
    try {
      return work.get();
    } finally {
      nanos += THREADS.getCurrentThreadCpuTime() - start;
    }
  }

  void clear() {
    nanos = 0;
  }

  double seconds() {
    return nanos / 1e9;
  }
}

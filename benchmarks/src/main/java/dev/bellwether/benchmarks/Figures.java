package dev.bellwether.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What was measured, in the order of measuring. One thread.
final class Figures {
  private final Map<String, Object> figures = new LinkedHashMap<>();

  void put(String name, long figure) {
    figures.put(name, figure);
  }

  /// To two digits behind the point.
  void put(String name, double figure) {
    figures.put(name, Math.round(figure * 100) / 100.0);
  }

  void put(String name, String text) {
    figures.put(name, text);
  }

  void putMachine(String javaOptions) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    put(
        "machine",
        "%d × %s, Java %s"
            .formatted(system.getAvailableProcessors(), system.getArch(), Runtime.version()));
    put("server's Java options", javaOptions);
  }

  void print() {
    figures.forEach((name, figure) -> System.out.printf("%-44s %s%n", name, figure));
  }

  void printJson() {
    System.out.println(JsonMapper.builder().build().writeValueAsString(figures));
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }
}

package dev.bellwether.web;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.MetricPoint.Exemplar;
import dev.bellwether.model.MetricPoint.Temporality;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Value;
import dev.bellwether.store.tests.SampleTraces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// What trader and router measure every ten seconds: durations with exemplars, revenue by region of
/// which there are many, memory.
final class LiveMetrics {
  private static final long STEP_MILLIS = 10_000;
  private static final int REGIONS = 14;
  private static final List<Double> BOUNDS = List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0);

  private final Random random = new Random(7);
  private long doneMillis;

  LiveMetrics(long fromMillis) {
    doneMillis = fromMillis / STEP_MILLIS * STEP_MILLIS;
  }

  List<MetricPoint> upTo(long nowMillis) {
    var points = new ArrayList<MetricPoint>();
    for (; doneMillis + STEP_MILLIS <= nowMillis; doneMillis += STEP_MILLIS) {
      for (var service : List.of("trader", "router")) {
        points.add(duration(service));
        points.add(memory(service));
      }
      for (int region = 0; region < REGIONS; region++) {
        points.add(revenue("region-" + region, region));
      }
    }
    return points;
  }

  private MetricPoint duration(String service) {
    var counts = new ArrayList<Long>();
    for (int i = 0; i <= BOUNDS.size(); i++) {
      counts.add((long) random.nextInt(i < 4 ? 12 : 2));
    }
    long count = counts.stream().mapToLong(Long::longValue).sum();
    var exemplar =
        new Exemplar(
            nanos(doneMillis + random.nextInt(9_000)),
            Value.of(0.02 + random.nextDouble() / 10),
            SampleTraces.traceId(doneMillis / 1000),
            SampleTraces.spanId(doneMillis / 1000, 1),
            Map.of());
    return point(
        "http.server.request.duration",
        "s",
        service,
        "http.route",
        "/" + service,
        new MetricPoint.Histogram(
            Temporality.DELTA, count, count * 0.03, null, null, BOUNDS, counts),
        exemplar);
  }

  private MetricPoint revenue(String region, int size) {
    return point(
        "trading_revenue",
        "{dollar}",
        "trader",
        "cloud.region",
        region,
        new MetricPoint.Sum(Value.of(random.nextLong(20) + size), Temporality.DELTA, true),
        null);
  }

  private MetricPoint memory(String service) {
    return point(
        "jvm.memory.used",
        "By",
        service,
        "jvm.memory.type",
        "heap",
        new MetricPoint.Sum(
            Value.of(60_000_000L + random.nextInt(20_000_000)), Temporality.CUMULATIVE, false),
        null);
  }

  private MetricPoint point(
      String name,
      String unit,
      String service,
      String key,
      String value,
      MetricPoint.Data data,
      @Nullable Exemplar exemplar) {
    return new MetricPoint(
        name,
        "What " + name + " means",
        unit,
        Map.of(key, Value.of(value)),
        nanos(doneMillis),
        nanos(doneMillis + STEP_MILLIS),
        data,
        exemplar == null ? List.of() : List.of(exemplar),
        new Resource(Map.of("service.name", Value.of(service), "host.name", Value.of("desk"))),
        Scope.NONE);
  }

  private static long nanos(long millis) {
    return millis * 1_000_000;
  }
}

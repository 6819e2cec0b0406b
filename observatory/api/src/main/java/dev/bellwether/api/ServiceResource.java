package dev.bellwether.api;

import dev.bellwether.analysis.DurationHistogram;
import dev.bellwether.analysis.Red;
import dev.bellwether.analysis.RedView;
import dev.bellwether.analysis.ServiceMap;
import dev.bellwether.analysis.ServiceMapView;
import dev.bellwether.store.Store;
import dev.bellwether.store.TimeRange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One service: rate, errors and durations over time and by operation, who calls it, what it calls.
final class ServiceResource implements Resource {
  /// A point every eight pixels of a chart.
  private static final int STEPS_MAX = 90;

  /// Four columns from one duration to its double: the picture is 20 columns per power of ten.
  private static final int BUCKETS_PER_DOUBLING = 4;

  private static final long MINUTE_NANOS = 60_000_000_000L;

  private static final Map<String, Duration> COMPARED =
      Map.of(
          "15m", Duration.ofMinutes(15),
          "1h", Duration.ofHours(1),
          "1d", Duration.ofDays(1),
          "7d", Duration.ofDays(7));

  private static final Parameter OPERATION =
      Parameter.optional(
          "operation",
          "string",
          "Figures, series and distribution of this operation. Default: all.");

  private static final Parameter COMPARE =
      Parameter.optional(
          "compare",
          "string",
          "Adds the same of a window that much earlier: `15m`, `1h`, `1d`, `7d`. Default: `none`.");

  private final RedView red;
  private final ServiceMapView serviceMap;
  private final NodeExplanations explanations;
  private final CoveredTime time;

  ServiceResource(
      RedView red,
      ServiceMapView serviceMap,
      NodeExplanations explanations,
      Store store,
      InstantSource clock) {
    this.red = red;
    this.serviceMap = serviceMap;
    this.explanations = explanations;
    this.time = new CoveredTime(store, clock);
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/services/{name}",
        "One service: requests over time, operations, dependencies and versions.",
        ServiceJson.class,
        Parameter.inPath("name", "The service's name, `service.name` of its telemetry."),
        Parameter.FROM,
        Parameter.TO,
        OPERATION,
        COMPARE);
  }

  @Override
  public ServiceJson answer(Arguments arguments) {
    var name = arguments.inPath("name");
    var range = arguments.range();
    var compare = arguments.choice("compare", List.of("none", "15m", "1h", "1d", "7d"));
    var operation = arguments.text("operation").filter(text -> !text.isEmpty()).orElse(null);
    var map = serviceMap.map(range);
    ServiceNames.require(name, red, map);
    var health = ServiceHealth.of(map, explanations.of(map), name);
    double seconds = time.seconds(range);
    double mapSeconds = time.seconds(wholeMinutes(range));
    var operations = red.operations(name, range);
    var steps = RedSteps.of(range, STEPS_MAX);
    return new ServiceJson(
        name,
        Long.toString(range.fromNanos()),
        Long.toString(range.toNanos()),
        steps.step().toMillis(),
        health.status(),
        health.reason(),
        health.cause(),
        operation,
        figures(operations, operation, seconds),
        points(name, operation, steps),
        distribution(operations, operation),
        before(name, operation, range, COMPARED.get(compare)),
        operationsJson(operations, seconds),
        dependencies(map, edge -> edge.target().equals(name), ServiceMap.Edge::source, mapSeconds),
        dependencies(map, edge -> edge.source().equals(name), ServiceMap.Edge::target, mapSeconds),
        versions(name, range, seconds));
  }

  /// The map counts every minute that overlaps the window as a whole.
  private static TimeRange wholeMinutes(TimeRange range) {
    return new TimeRange(
        Math.floorDiv(range.fromNanos(), MINUTE_NANOS) * MINUTE_NANOS,
        Math.ceilDiv(range.toNanos(), MINUTE_NANOS) * MINUTE_NANOS);
  }

  private ServiceJson.@Nullable Before before(
      String name, @Nullable String operation, TimeRange range, @Nullable Duration shift) {
    if (shift == null) {
      return null;
    }
    var earlier =
        new TimeRange(
            Math.max(0, range.fromNanos() - shift.toNanos()),
            Math.max(0, range.toNanos() - shift.toNanos()));
    var operations = red.operations(name, earlier);
    return new ServiceJson.Before(
        shift.toMillis(),
        figures(operations, operation, time.seconds(earlier)),
        points(name, operation, RedSteps.of(earlier, STEPS_MAX)),
        distribution(operations, operation));
  }

  private static FiguresJson figures(
      List<Red.Operation> operations, @Nullable String operation, double seconds) {
    var durations = new DurationHistogram();
    long errors = 0;
    for (var each : operations) {
      if (operation == null || each.name().equals(operation)) {
        durations.add(each.red().durations());
        errors += each.red().errors();
      }
    }
    return FiguresJson.of(durations, errors, seconds);
  }

  private List<ServiceJson.Point> points(String name, @Nullable String operation, RedSteps steps) {
    return steps.of(red, name, operation).stream()
        .map(point -> {
          var figures = FiguresJson.of(point.red(), steps.secondsPast(point, time.nowNanos()));
          return new ServiceJson.Point(
              Long.toString(point.startNanos()),
              figures.requests(),
              figures.errors(),
              figures.ratePerSecond(),
              figures.p50(),
              figures.p95(),
              figures.p99());
        })
        .toList();
  }

  private static List<ServiceJson.Bucket> distribution(
      List<Red.Operation> operations, @Nullable String operation) {
    var all = new DurationHistogram();
    var failed = new DurationHistogram();
    for (var each : operations) {
      if (operation == null || each.name().equals(operation)) {
        all.add(each.red().durations());
        failed.add(each.red().failedDurations());
      }
    }
    var errors = new HashMap<Double, Long>();
    failed
        .buckets(BUCKETS_PER_DOUBLING)
        .forEach(bucket -> errors.put(bucket.lowNanos(), bucket.count()));
    return all.buckets(BUCKETS_PER_DOUBLING).stream()
        .map(bucket ->
            new ServiceJson.Bucket(
                Math.round(bucket.lowNanos()),
                Math.round(bucket.highNanos()),
                bucket.count(),
                errors.getOrDefault(bucket.lowNanos(), 0L)))
        .toList();
  }

  private static List<ServiceJson.Operation> operationsJson(
      List<Red.Operation> operations, double seconds) {
    double total = operations.stream().mapToDouble(ServiceResource::sumNanos).sum();
    return operations.stream()
        .map(operation ->
            new ServiceJson.Operation(
                operation.name(),
                operation.kind().name().toLowerCase(Locale.ROOT),
                FiguresJson.of(operation.red(), seconds),
                total == 0 ? 0 : Math.round(1e4 * sumNanos(operation) / total) / 1e4))
        .sorted(
            Comparator.comparingDouble((ServiceJson.Operation operation) -> -operation.impact())
                .thenComparing(ServiceJson.Operation::name))
        .toList();
  }

  private static double sumNanos(Red.Operation operation) {
    return operation.red().durations().sumNanos();
  }

  private static List<ServiceJson.Dependency> dependencies(
      ServiceMap map,
      Predicate<ServiceMap.Edge> wanted,
      Function<ServiceMap.Edge, String> end,
      double seconds) {
    var nodes = new HashMap<String, ServiceMap.Node>();
    map.nodes().forEach(node -> nodes.put(node.id(), node));
    return map.edges().stream()
        .filter(wanted)
        .sorted(
            Comparator.comparingLong((ServiceMap.Edge edge) -> -edge.requests()).thenComparing(end))
        .map(edge -> dependency(edge, end.apply(edge), nodes.get(end.apply(edge)), seconds))
        .toList();
  }

  private static ServiceJson.Dependency dependency(
      ServiceMap.Edge edge, String id, ServiceMap.@Nullable Node node, double seconds) {
    return new ServiceJson.Dependency(
        id,
        node == null ? id : node.name(),
        node == null ? "service" : node.kind().name().toLowerCase(Locale.ROOT),
        edge.kind() == ServiceMap.EdgeKind.ASYNC,
        FiguresJson.of(edge.requests(), edge.errors(), edge.latency(), seconds));
  }

  /// One that served from the first slot on was there already; one that begins later is a change.
  private List<ServiceJson.Version> versions(String name, TimeRange range, double seconds) {
    var versions = new ArrayList<>(red.versions(name, range));
    versions.sort(Comparator.comparingLong(Red.Version::firstNanos));
    long first = versions.isEmpty() ? 0 : versions.getFirst().firstNanos();
    return versions.stream()
        .map(version ->
            new ServiceJson.Version(
                version.version(),
                version.environment(),
                FiguresJson.of(version.red(), seconds),
                Long.toString(version.firstNanos()),
                Long.toString(version.lastNanos()),
                version.firstNanos() > first))
        .toList();
  }
}

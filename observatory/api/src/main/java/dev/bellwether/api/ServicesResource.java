package dev.bellwether.api;

import dev.bellwether.analysis.Red;
import dev.bellwether.analysis.RedView;
import dev.bellwether.analysis.ServiceMapView;
import dev.bellwether.store.Store;
import dev.bellwether.store.TimeRange;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/// Every service with rate, errors, durations and health.
final class ServicesResource implements Resource {
  /// As many as fit into a cell of a table.
  private static final int STEPS_MAX = 40;

  private final RedView red;
  private final ServiceMapView serviceMap;
  private final NodeExplanations explanations;
  private final CoveredTime time;

  ServicesResource(
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
        "/api/services",
        "Every service with the requests it served in the window, their errors and durations.",
        ServicesJson.class,
        Parameter.FROM,
        Parameter.TO);
  }

  @Override
  public ServicesJson answer(Arguments arguments) {
    var range = arguments.range();
    var steps = RedSteps.of(range, STEPS_MAX);
    var map = serviceMap.map(range);
    double seconds = time.seconds(range);
    var explained = explanations.of(map);
    var services =
        red.services(range).stream()
            .map(service ->
                json(service, ServiceHealth.of(map, explained, service.name()), steps, seconds))
            .toList();
    return new ServicesJson(
        Long.toString(range.fromNanos()),
        Long.toString(range.toNanos()),
        Long.toString(steps.startNanos()),
        steps.step().toMillis(),
        services);
  }

  private ServicesJson.Service json(
      Red.Service service, ServiceHealth health, RedSteps steps, double seconds) {
    var points = steps.of(red, service.name(), null);
    return new ServicesJson.Service(
        service.name(),
        health.status(),
        health.reason(),
        health.cause(),
        FiguresJson.of(service.red(), seconds),
        versions(service.name(), steps.range()),
        perStep(points, steps, point -> point.red().requests()),
        perStep(points, steps, point -> point.red().errors()));
  }

  private List<String> versions(String service, TimeRange range) {
    return red.versions(service, range).stream()
        .map(Red.Version::version)
        .filter(version -> !version.isEmpty())
        .distinct()
        .toList();
  }

  private static List<Long> perStep(
      List<Red.Point> points, RedSteps steps, ToLongFunction<Red.Point> count) {
    var counts = new long[steps.count()];
    for (var point : points) {
      int index = steps.indexOf(point);
      if (0 <= index && index < counts.length) {
        counts[index] = count.applyAsLong(point);
      }
    }
    return LongStream.of(counts).boxed().toList();
  }
}

package dev.bellwether.analysis;

import dev.bellwether.model.Resource;
import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All series, by what they count. A series once given stays, also over restarts: which requests
/// are counted as `_other` must not depend on when the view was started.
final class RedTable {
  /// Nobody reads more rows; a service with more has ids in the names of its spans.
  static final int OPERATIONS_MAX = 200;

  /// Operations times versions and environments.
  static final int SERIES_PER_SERVICE_MAX = 1_000;

  static final int SERVICES_MAX = 500;

  /// What bounds memory: an hour in which each of them is busy all the time is 80 MB.
  static final int SERIES_MAX = 2_000;

  private static final String CHUNK = "series";

  private final List<RedSeries> all = new ArrayList<>();
  private final Map<String, Service> services = new HashMap<>();
  private @Nullable Resource lastResource;
  private Origin last = new Origin(new Service(), "", "", "");
  private int handedOver;
  private int kept;
  private long overflows;

  /// Spans of one service, version and environment.
  private record Origin(
      Service service,
      String name,
      String version,
      String environment,
      Map<Operation, RedSeries> series) {
    Origin(Service service, String name, String version, String environment) {
      this(service, name, version, environment, new HashMap<>());
    }
  }

  private record Operation(String name, Span.Kind kind) {}

  private static final class Service {
    final Map<String, Origin> origins = new HashMap<>();
    final Map<String, Boolean> operations = new HashMap<>();
    int series;
  }

  /// The series that a span is counted in.
  RedSeries of(Span span) {
    var resource = span.resource();
    if (!resource.equals(lastResource)) {
      last =
          origin(
              resource.serviceName(),
              text(resource, "service.version"),
              text(
                  resource,
                  resource.attributes().containsKey("deployment.environment.name")
                      ? "deployment.environment.name"
                      : "deployment.environment"));
      lastResource = resource;
    }
    var operation = new Operation(span.name(), span.kind());
    var known = last.series.get(operation);
    return known == null ? series(last, operation) : known;
  }

  List<RedSeries> all() {
    return all;
  }

  /// Requests counted as `_other`.
  long overflows() {
    return overflows;
  }

  void save(Checkpoint checkpoint) {
    handedOver = all.size();
    if (handedOver > kept) {
      var packer = new Packer();
      all.subList(kept, handedOver).forEach(series -> series.pack(packer));
      checkpoint.append(CHUNK, packer.bytes());
    }
  }

  void kept() {
    kept = handedOver;
  }

  void load(ViewStorage storage) {
    for (var block : storage.read(CHUNK)) {
      var unpacker = new Unpacker(block);
      while (unpacker.more()) {
        var series = RedSeries.unpack(all.size(), unpacker);
        var origin = origin(series.service(), series.version(), series.environment());
        add(origin, series);
      }
    }
    handedOver = all.size();
    kept = handedOver;
  }

  private Origin origin(String name, String version, String environment) {
    var known = services.get(name);
    if (known == null && services.size() >= SERVICES_MAX && !name.equals(RedSeries.OTHER)) {
      return origin(RedSeries.OTHER, "", "");
    }
    var service = services.computeIfAbsent(name, _ -> new Service());
    var key = version + "\n" + environment;
    var origin = service.origins.get(key);
    if (origin == null && service.series >= SERIES_PER_SERVICE_MAX && !key.equals("\n")) {
      return origin(name, "", "");
    }
    return service.origins.computeIfAbsent(
        key, _ -> new Origin(service, name, version, environment));
  }

  private RedSeries series(Origin origin, Operation operation) {
    var service = origin.service;
    boolean full =
        all.size() >= SERIES_MAX
            || service.series >= SERIES_PER_SERVICE_MAX
            || (service.operations.size() >= OPERATIONS_MAX
                && !service.operations.containsKey(operation.name));
    if (full && !operation.name.equals(RedSeries.OTHER)) {
      overflows++;
      var other = new Operation(RedSeries.OTHER, operation.kind);
      var known = origin.series.get(other);
      return known == null ? series(origin, other) : known;
    }
    var series =
        new RedSeries(
            all.size(),
            origin.name,
            operation.name,
            operation.kind,
            origin.version,
            origin.environment);
    add(origin, series);
    return series;
  }

  private void add(Origin origin, RedSeries series) {
    all.add(series);
    origin.series.put(new Operation(series.operation(), series.kind()), series);
    origin.service.operations.put(series.operation(), true);
    origin.service.series++;
  }

  private static String text(Resource resource, String key) {
    return resource.attributes().getOrDefault(key, Value.EMPTY).text();
  }
}

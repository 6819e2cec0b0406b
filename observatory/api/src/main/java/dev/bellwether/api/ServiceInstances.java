package dev.bellwether.api;

import dev.bellwether.analysis.DurationHistogram;
import dev.bellwether.api.ServiceInstancesJson.Instance;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import dev.bellwether.store.Page;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.TraceReader;
import dev.bellwether.store.query.Query;
import java.util.Comparator;
import java.util.LinkedHashMap;

/// Which processes serve as one service. The rollups know no instances, as a process that starts
/// every minute would fill them; so the newest requests are counted, when somebody asks.
final class ServiceInstances {
  /// 10 requests a second for 5 minutes; reading them takes 30 to 40 ms.
  private static final int REQUESTS_MAX = 3_000;

  private final TraceReader traces;

  ServiceInstances(TraceReader traces) {
    this.traces = traces;
  }

  /// @param seconds of the range that there can be telemetry of
  ServiceInstancesJson of(String service, TimeRange range, double seconds) {
    var page = traces.spans(range, requestsOf(service), REQUESTS_MAX);
    var counts = new LinkedHashMap<Identity, Count>();
    for (var span : page.items()) {
      counts.computeIfAbsent(Identity.of(span.resource()), _ -> new Count()).add(span);
    }
    double counted = page.truncated() ? secondsOf(page) : seconds;
    var instances =
        counts.entrySet().stream()
            .map(each -> each.getValue().json(each.getKey(), page.items().size(), counted))
            .sorted(
                Comparator.comparingLong((Instance instance) -> -instance.figures().requests())
                    .thenComparing(Instance::id))
            .toList();
    return new ServiceInstancesJson(
        page.items().size(), page.truncated(), page.effort().complete(), instances);
  }

  /// What the rollups call a request.
  private static Query requestsOf(String service) {
    var name = service.replace("\\", "\\\\").replace("\"", "\\\"");
    return Query.parse(
        "service.name : \"%s\" and (kind : server or kind : consumer or not parent.id : *)"
            .formatted(name));
  }

  private static double secondsOf(Page<Span> page) {
    long newest = page.items().getFirst().startNanos();
    long oldest = page.items().getLast().startNanos();
    return Math.max(1, (newest - oldest) / 1e9);
  }

  private record Identity(String id, String host, String version) {
    static Identity of(Resource resource) {
      return new Identity(
          text(resource, "service.instance.id"),
          text(resource, "host.name"),
          text(resource, "service.version"));
    }

    private static String text(Resource resource, String key) {
      return resource.attributes().get(key) instanceof Value.Text(String text) ? text : "";
    }
  }

  private static final class Count {
    private final DurationHistogram durations = new DurationHistogram();
    private long errors;
    private long lastNanos;

    void add(Span span) {
      durations.add(span.durationNanos());
      errors += span.failed() ? 1 : 0;
      lastNanos = Math.max(lastNanos, span.startNanos());
    }

    Instance json(Identity identity, int all, double seconds) {
      return new Instance(
          identity.id,
          identity.host,
          identity.version,
          FiguresJson.of(durations, errors, seconds),
          (double) durations.count() / all,
          Long.toString(lastNanos));
    }
  }
}

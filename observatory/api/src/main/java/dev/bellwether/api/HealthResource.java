package dev.bellwether.api;

import dev.bellwether.store.Lag;
import dev.bellwether.store.Store;
import dev.bellwether.store.StoreStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How the observatory itself is doing.
final class HealthResource implements Resource {
  private final String version;
  private final Store store;
  private final Supplier<List<HealthJson.Receiver>> receivers;
  private final InstantSource clock;
  private final Instant start;

  /// @param receivers tells the counters of each receiver; the API does not know the receivers
  ///   itself
  HealthResource(
      String version,
      Store store,
      Supplier<List<HealthJson.Receiver>> receivers,
      InstantSource clock) {
    this.version = version;
    this.store = store;
    this.receivers = receivers;
    this.clock = clock;
    this.start = clock.instant();
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/health",
        "How the observatory is doing: what it holds, what it took, refused and rejected.",
        HealthJson.class);
  }

  @Override
  public HealthJson answer(Arguments arguments) {
    var status = store.status();
    var uptime = Duration.between(start, clock.instant());
    return new HealthJson(
        status.problem() == null ? "ok" : "degraded",
        version,
        uptime.toMillis() / 1e3,
        json(status),
        receivers.get());
  }

  private HealthJson.Store json(StoreStatus status) {
    var oldest = status.oldestNanos();
    return new HealthJson.Store(
        status.engine(),
        status.spans(),
        status.logRecords(),
        status.metricPoints(),
        status.spansEvicted(),
        status.logRecordsEvicted(),
        status.metricPointsEvicted(),
        oldest == null ? null : Long.toString(oldest),
        status.problem(),
        status.location(),
        json(status.lag()));
  }

  private HealthJson.@Nullable Lag json(Lag lag) {
    return lag.oldest() == null
        ? null
        : new HealthJson.Lag(
            lag.documents(),
            lag.bytes(),
            Duration.between(lag.oldest(), clock.instant()).toMillis() / 1e3);
  }
}

package dev.bellwether.store.elasticsearch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Makes what this process has written visible to what it reads next. The engines do that once a
/// second by themselves, for everybody else.
final class Freshness {
  private final Cluster cluster;
  private final String namespace;
  private final Map<Signal, AtomicLong> written = new ConcurrentHashMap<>();
  private final Map<Signal, AtomicLong> visible = new ConcurrentHashMap<>();

  Freshness(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  void written(Signal signal) {
    of(signal, written).incrementAndGet();
  }

  void ensure(Signal signal) {
    var needed = of(signal, written).get();
    var seen = of(signal, visible);
    if (seen.get() < needed) {
      cluster.post("/%s/_refresh?ignore_unavailable=true".formatted(signal.stream(namespace)));
      seen.accumulateAndGet(needed, Math::max);
    }
  }

  private static AtomicLong of(Signal signal, Map<Signal, AtomicLong> counters) {
    return counters.computeIfAbsent(signal, _ -> new AtomicLong());
  }
}

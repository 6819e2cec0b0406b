package dev.bellwether.store.elasticsearch;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Makes what this process has written visible to what it reads next. The engines do that once a
/// second by themselves, for everybody else.
final class Freshness {
  private final Cluster cluster;
  private final String namespace;
  private final Map<Signal, AtomicLong> written = new EnumMap<>(Signal.class);
  private final Map<Signal, AtomicLong> visible = new EnumMap<>(Signal.class);

  Freshness(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
    for (var signal : Signal.values()) {
      written.put(signal, new AtomicLong());
      visible.put(signal, new AtomicLong());
    }
  }

  void written(Signal signal) {
    written.get(signal).incrementAndGet();
  }

  void ensure(Signal signal) {
    var needed = written.get(signal).get();
    var seen = visible.get(signal);
    if (seen.get() < needed) {
      cluster.post("/%s/_refresh?ignore_unavailable=true".formatted(signal.stream(namespace)));
      seen.accumulateAndGet(needed, Math::max);
    }
  }
}

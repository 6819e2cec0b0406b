package dev.bellwether.otlp;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What became of everything that one receiver was sent: accepted + refused + rejected is what
/// arrived. Items are counted where a request could be read, else the request itself. Many threads
/// may use it.
public final class OtlpCounters {
  private final Map<String, LongAdder> accepted = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> rejected = new ConcurrentHashMap<>();

  public OtlpCounters() {
    for (var signal : Signal.values()) {
      accepted.put(signal.label, new LongAdder());
    }
  }

  void accepted(Signal signal, long items) {
    add(accepted, signal.label, items);
  }

  void refused(String reason, long count) {
    add(refused, reason, count);
  }

  void rejected(String reason, long count) {
    add(rejected, reason, count);
  }

  /// The counts as they are now.
  public Snapshot snapshot() {
    return new Snapshot(sums(accepted), sums(refused), sums(rejected));
  }

  private static void add(Map<String, LongAdder> counts, String key, long count) {
    if (count > 0) {
      counts.computeIfAbsent(key, _ -> new LongAdder()).add(count);
    }
  }

  private static Map<String, Long> sums(Map<String, LongAdder> counts) {
    var sums = new TreeMap<String, Long>();
    counts.forEach((key, count) -> sums.put(key, count.sum()));
    return sums;
  }

  /// Counts at one moment.
  ///
  /// @param accepted items by signal: `traces`, `logs`, `metrics`
  /// @param refused items or requests by reason, which may be sent again: `store_full`
  /// @param rejected items or requests by reason, which will never do: `decode`, `span_id`
  public record Snapshot(
      Map<String, Long> accepted, Map<String, Long> refused, Map<String, Long> rejected) {}
}

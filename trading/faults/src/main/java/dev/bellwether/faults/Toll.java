package dev.bellwether.faults;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// What one plan has done: counts, and the victims that nobody has asked for yet. Guarded by its
/// own lock, many threads may use it.
final class Toll {
  /// A trade is tried again within 20 s, at 400 a second at the most.
  private static final int RECENT_MAX = 8_192;

  /// Two minutes of the fastest load, if nobody asks: about 4 MB.
  private static final int WAITING_MAX = 50_000;

  /// 400 KB of JSON.
  private static final int REPORTED_MAX = 10_000;

  private final Object lock = new Object();
  private final Map<UUID, Boolean> recent =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
          return size() > RECENT_MAX;
        }
      };
  private final ArrayDeque<UUID> waiting = new ArrayDeque<>();
  private long matched;
  private long victims;

  void add(UUID tradeId, boolean hit) {
    synchronized (lock) {
      if (recent.putIfAbsent(tradeId, hit) != null) {
        return;
      }
      matched++;
      if (hit) {
        victims++;
        waiting.add(tradeId);
        if (waiting.size() > WAITING_MAX) {
          waiting.remove();
        }
      }
    }
  }

  Report report(String id, long after) {
    synchronized (lock) {
      while (!waiting.isEmpty() && victims - waiting.size() < after) {
        waiting.remove();
      }
      return new Report(
          id,
          matched,
          victims,
          victims - waiting.size(),
          waiting.stream().limit(REPORTED_MAX).toList());
    }
  }
}

package dev.bellwether.truth.score;

import dev.bellwether.faults.Chapter;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// What was replayed: the incidents, and which trace is of which trade. One thread.
public final class Replay {
  private final Map<String, UUID> tradeOf = new HashMap<>();
  private final Map<UUID, Set<String>> tracesOf = new HashMap<>();
  private final Map<UUID, Instant> beginOf = new HashMap<>();
  private List<Chapter> chapters = List.of();

  /// A trace, as a `History` tells its follower.
  public void traced(UUID tradeId, String traceId, long startNanos) {
    tradeOf.put(traceId, tradeId);
    tracesOf.computeIfAbsent(tradeId, _ -> new HashSet<>()).add(traceId);
    beginOf.putIfAbsent(tradeId, Instant.ofEpochSecond(0, startNanos));
  }

  /// The truth, when it is known.
  public void happened(List<Chapter> incidents) {
    chapters = List.copyOf(incidents);
  }

  public List<Chapter> chapters() {
    return chapters;
  }

  /// Trades of which a trace was named. What is no trace of ours counts as a trade that is none.
  Set<UUID> trades(Set<String> traceIds) {
    return traceIds.stream()
        .map(id -> tradeOf.getOrDefault(id, new UUID(0, id.hashCode())))
        .collect(Collectors.toSet());
  }

  Set<String> traces(Set<UUID> trades) {
    return trades.stream()
        .flatMap(trade -> tracesOf.getOrDefault(trade, Set.of()).stream())
        .collect(Collectors.toSet());
  }

  /// Those victims that began in a window.
  Set<UUID> victims(Chapter chapter, Window window) {
    return chapter.victims().stream()
        .filter(trade -> begins(trade, window))
        .collect(Collectors.toSet());
  }

  Set<UUID> tradesDuring(Window window) {
    return beginOf.keySet().stream()
        .filter(trade -> begins(trade, window))
        .collect(Collectors.toSet());
  }

  private boolean begins(UUID trade, Window window) {
    var begin = beginOf.getOrDefault(trade, Instant.MAX);
    return !begin.isBefore(window.from()) && begin.isBefore(window.to());
  }
}

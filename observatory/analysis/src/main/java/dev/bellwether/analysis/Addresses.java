package dev.bellwether.analysis;

import dev.bellwether.analysis.ServiceMap.EdgeKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is behind the addresses that callers use, learned from calls whose both sides were seen.
///
/// A client span knows only `localhost:9003`. When nearly all answered calls to it were answered by
/// `recorder`, it is the recorder's address, and calls that nobody answered belong to the recorder
/// too: they are on their way, or it is down. When several services answer, it is a load balancer
/// and a node of its own.
final class Addresses {
  /// Less than one call in twenty to somebody else is a mistake in the data, not a balancer.
  private static final double SHARE_MIN = 0.95;

  private final Map<NodeKey, Map<NodeKey, Long>> answered = new HashMap<>();

  static Addresses of(Collection<Minute> minutes) {
    var addresses = new Addresses();
    for (var minute : minutes) {
      minute.edges.forEach(addresses::count);
    }
    return addresses;
  }

  /// Learned from calls one by one.
  static Addresses ofCalls(Collection<EdgeKey> calls) {
    var addresses = new Addresses();
    calls.forEach(call -> addresses.count(call, 1));
    return addresses;
  }

  boolean balancer(NodeKey address) {
    return answered.containsKey(address) && owner(address).isEmpty();
  }

  /// The one service behind an address, where there is one.
  private Optional<NodeKey> owner(NodeKey address) {
    var services = answered.getOrDefault(address, Map.of());
    long calls = services.values().stream().mapToLong(Long::longValue).sum();
    return services.entrySet().stream()
        .filter(service -> service.getValue() >= SHARE_MIN * calls)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /// The one service that a call was for which nobody answered, where its address is known. What is
  /// sent to a queue is not a call: it waits for no answer, whoever has the address.
  ///
  /// @param edge without an address in between
  Optional<NodeKey> callee(EdgeKey edge) {
    return edge.kind() == EdgeKind.SYNC ? owner(edge.target()) : Optional.empty();
  }

  private void count(EdgeKey edge, EdgeTally tally) {
    count(edge, tally.calls);
  }

  private void count(EdgeKey edge, long calls) {
    if (edge.via() != null && edge.kind() == EdgeKind.SYNC && calls > 0) {
      answered
          .computeIfAbsent(edge.via(), _ -> new HashMap<>())
          .merge(edge.target(), calls, Long::sum);
    }
  }
}

package dev.bellwether.analysis;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// One shared key per node, up to a limit, and when each was first heard of.
final class NodeTable {
  private final int nodesMax;
  private final Map<NodeKey, Known> nodes = new HashMap<>();
  private long overflows;

  private record Known(NodeKey key, long sinceMillis) {}

  NodeTable(int nodesMax) {
    this.nodesMax = nodesMax;
  }

  /// The key that equals `key` and is shared by all spans, or `_other` when the table is full.
  NodeKey shared(NodeKey key, long nowMillis) {
    var known = nodes.get(key);
    if (known != null) {
      return known.key;
    }
    if (nodes.size() >= nodesMax) {
      overflows++;
      return NodeKey.OTHER;
    }
    nodes.put(key, new Known(key, nowMillis));
    return key;
  }

  /// When the node was first heard of, by our clock; long ago where that is forgotten.
  long sinceMillis(NodeKey key) {
    var known = nodes.get(key);
    return known == null ? 0 : known.sinceMillis;
  }

  /// Makes room: keeps only these. Keys are compared by value, so spans may go on using others.
  void retain(Set<NodeKey> used) {
    nodes.keySet().retainAll(used);
  }

  long overflows() {
    return overflows;
  }
}

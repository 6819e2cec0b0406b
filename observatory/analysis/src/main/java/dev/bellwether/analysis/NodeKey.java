package dev.bellwether.analysis;

import dev.bellwether.analysis.ServiceMap.NodeKind;

/// What a node of the map is known by. Two nodes are the same when kind and id are.
record NodeKey(NodeKind kind, String id) {
  /// Whoever calls from outside: the source of entry edges.
  static final NodeKey CLIENT = new NodeKey(NodeKind.CLIENT, "client");

  /// Stands for all nodes that came after a limit was reached.
  static final NodeKey OTHER = new NodeKey(NodeKind.EXTERNAL, "_other");

  static NodeKey service(String name) {
    return new NodeKey(NodeKind.SERVICE, name);
  }

  /// Enum hash codes differ from run to run; the id alone spreads well enough.
  @Override
  public int hashCode() {
    return id.hashCode();
  }
}

package dev.bellwether.analysis;

import dev.bellwether.analysis.ServiceMap.EdgeKind;
import org.jspecify.annotations.Nullable;

/// Which calls are counted together.
///
/// @param via the address that the caller used, where the callee was seen behind it; what it stands
///   for (the callee itself, or a load balancer) is decided when the map is drawn
record EdgeKey(NodeKey source, @Nullable NodeKey via, NodeKey target, EdgeKind kind) {
  /// Stands for all edges that came after a limit was reached.
  static final EdgeKey OTHER = new EdgeKey(NodeKey.OTHER, null, NodeKey.OTHER, EdgeKind.SYNC);

  @Override
  public int hashCode() {
    int hash = 31 * source.hashCode() + target.hashCode();
    return 31 * hash + (via == null ? 0 : via.hashCode()) + kind.name().length();
  }
}

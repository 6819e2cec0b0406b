package dev.bellwether.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/service-map/edges`: why the map draws an edge, seen in a sample of whole traces.
///
/// @param source id of the node that calls
/// @param target id of the node that is called
/// @param calls over the edge in the sample
/// @param traces how many traces were looked at, the newest of both ends
/// @param truncated there are more such traces
/// @param complete false when the store ran out of time before it had looked everywhere
/// @param reasons the rules that drew it, most calls first; none where the sample has no such call
public record EdgeJson(
    String source,
    String target,
    long calls,
    int traces,
    boolean truncated,
    boolean complete,
    List<Reason> reasons) {

  /// Calls that one rule drew.
  ///
  /// @param rule `answered`, `under_parent`, `entry`, `unanswered`, `known_address`, `balanced`,
  ///   `inferred`, `send`, `receive`, `handover` or `linked_handover`
  /// @param sentence what was seen
  /// @param named the attributes that name the target, where spans of both ends do not
  public record Reason(
      String rule, long calls, long errors, String sentence, List<Named> named, Witness witness) {}

  public record Named(String key, String value) {}

  /// Where it can be seen.
  ///
  /// @param callerSpanId absent where the caller sent no span
  /// @param calleeSpanId absent where the callee sent no span
  public record Witness(
      String traceId, @Nullable String callerSpanId, @Nullable String calleeSpanId) {}
}

package dev.bellwether.analysis;

import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why the map draws one edge: the rules that did, most calls first.
///
/// @param calls over the edge, of the traces that were looked at
public record EdgeEvidence(String source, String target, long calls, List<Reason> reasons) {
  public EdgeEvidence {
    reasons = List.copyOf(reasons);
  }

  /// Calls that one rule drew.
  ///
  /// @param sentence what was seen
  /// @param named the attributes of the witness that name the target; empty where spans of both
  ///   ends say who they are
  public record Reason(
      CallRule rule,
      long calls,
      long errors,
      String sentence,
      Map<String, String> named,
      Witness witness) {
    public Reason {
      // In the order of precedence.
      named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }
  }

  /// Where it can be seen.
  ///
  /// @param caller absent where the caller sent no span
  /// @param callee absent where the callee sent no span
  public record Witness(TraceId traceId, @Nullable SpanId caller, @Nullable SpanId callee) {}
}

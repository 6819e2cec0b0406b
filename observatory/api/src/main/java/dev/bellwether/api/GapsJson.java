package dev.bellwether.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/service-map/gaps`: what the map does not show, and why.
///
/// @param empty why nothing at all is drawn; absent where something is
/// @param traces how many whole traces were looked at, the newest
/// @param truncated there are more
/// @param complete false when the store ran out of time before it had looked everywhere
/// @param gaps what to look after first comes first
public record GapsJson(
    @Nullable Empty empty, int traces, boolean truncated, boolean complete, List<Gap> gaps) {

  /// Why the map is empty.
  ///
  /// @param reason `nothing_received`, `refused`, `no_spans`, `other_time` or `nothing_drawn`
  /// @param sentence the same with figures
  /// @param remedy what to do
  /// @param lines of configuration that do it
  /// @param fromUnixNano beginning of a window with spans in it; absent where there are none
  /// @param toUnixNano its end
  public record Empty(
      String reason,
      String sentence,
      String remedy,
      List<String> lines,
      @Nullable String fromUnixNano,
      @Nullable String toUnixNano) {}

  /// Something that is missing.
  ///
  /// @param kind `context_lost`, `parent_missing`, `no_answer` or `no_spans`
  /// @param service whose spans tell of it
  /// @param other who is at the other end; empty where nobody is known
  /// @param spans how many spans tell of it
  /// @param of how many spans could
  /// @param sentence what was seen
  /// @param remedy what to do
  /// @param lines of configuration that do it
  /// @param traceId a trace in which it happened
  /// @param spanId where to look in it
  public record Gap(
      String kind,
      String service,
      String other,
      long spans,
      long of,
      String sentence,
      String remedy,
      List<String> lines,
      String traceId,
      String spanId) {}
}

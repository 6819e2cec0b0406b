package dev.bellwether.api;

import dev.bellwether.store.Effort;

/// What a search cost the store.
///
/// @param parts the store's parts (segments, shards) that could hold an answer by time
/// @param partsRead how many of them were read
/// @param rows how many records were looked at
/// @param complete false when the deadline came first
public record EffortJson(long parts, long partsRead, long rows, boolean complete) {
  static EffortJson of(Effort effort) {
    return new EffortJson(effort.parts(), effort.partsRead(), effort.rows(), effort.complete());
  }
}

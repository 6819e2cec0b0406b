package dev.bellwether.store;

/// What an answer cost the engine: the `explain` of a search.
///
/// @param parts the engine's own parts (segments, shards) that could hold an answer by time
/// @param partsRead those that were read; the others were ruled out by a filter or not needed
/// @param rows records that were looked at
/// @param complete false where the [Deadline] came first: what had been found is in the answer
public record Effort(long parts, long partsRead, long rows, boolean complete) {
  /// Nothing had to be looked at.
  public static final Effort NONE = new Effort(0, 0, 0, true);
}

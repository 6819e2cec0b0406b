package dev.bellwether.api;

import java.util.List;

/// `GET /api/attributes`: what can be asked for, counted over the newest records that match.
public record AttributeKeysJson(List<Signal> signals) {
  /// The keys of one signal, those that most records have first.
  ///
  /// @param signal `traces` or `logs`
  /// @param records how many were counted, newest first
  /// @param truncated there are more records than were counted
  /// @param complete false when the store ran out of time before it had looked everywhere
  /// @param distinctKeys how many keys there are; the list is cut off at 1,000
  public record Signal(
      String signal,
      long records,
      boolean truncated,
      boolean complete,
      int distinctKeys,
      List<Key> keys) {}

  /// One key as the query language names it.
  ///
  /// @param source `field` (OTLP's own), `attribute` or `resource`
  /// @param types `text`, `number`, `flag`, `list`, `map`, `bytes`, `empty`: what was sent
  /// @param records how many have it
  /// @param coverage their share of the counted records, 0 to 1
  /// @param distinct how many different values they have
  /// @param values the most frequent ones; none longer than 1,000 characters, and none of fields
  ///   such as `duration` that differ from record to record
  public record Key(
      String key,
      String source,
      List<String> types,
      long records,
      double coverage,
      int distinct,
      List<ValueCount> values) {}

  public record ValueCount(String value, long records) {}
}

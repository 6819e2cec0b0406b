package dev.bellwether.store.query;

/// A parsed query.
public sealed interface Query {
  Query EVERYTHING = new Everything();

  /// Matches every record.
  record Everything() implements Query {}
}

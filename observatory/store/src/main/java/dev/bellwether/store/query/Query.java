package dev.bellwether.store.query;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.Span;

/// A parsed query.
public sealed interface Query {
  Query EVERYTHING = new Everything();

  boolean matches(Span span);

  boolean matches(LogRecord record);

  /// Matches every record.
  record Everything() implements Query {
    @Override
    public boolean matches(Span span) {
      return true;
    }

    @Override
    public boolean matches(LogRecord record) {
      return true;
    }
  }
}

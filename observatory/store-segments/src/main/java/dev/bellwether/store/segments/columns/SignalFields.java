package dev.bellwether.store.segments.columns;

import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.TextPattern;

/// What spans and log records have each in their own way.
interface SignalFields {
  /// The condition on a field that is no attribute; on one that the signal lacks nothing matches.
  Condition field(Intrinsic field, Leaf leaf);

  /// Whether one of the texts of the signal's own fields contains the pattern: those besides the
  /// service's name and the attributes.
  Condition text(TextPattern pattern);
}

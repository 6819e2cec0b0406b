package dev.bellwether.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an engine has acknowledged and cannot find yet, because it keeps it somewhere else first.
///
/// @param documents spans, log records and metric points
/// @param bytes that they take there
/// @param oldest when the one that waits longest was acknowledged; absent where nothing waits
public record Lag(long documents, long bytes, @Nullable Instant oldest) {
  public static final Lag NONE = new Lag(0, 0, null);

  public boolean isNone() {
    return documents == 0;
  }
}

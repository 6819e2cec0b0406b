package dev.bellwether.store.segments.columns;

import java.util.List;

/// What a search found in one table of log records or metric points.
///
/// @param hits newest first
/// @param rowsRead how many rows it looked at
/// @param complete false where it was told to end before it had seen enough
public record RecordHits(List<RecordHit> hits, int rowsRead, boolean complete) {
  public RecordHits {
    hits = List.copyOf(hits);
  }
}

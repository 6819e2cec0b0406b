package dev.bellwether.truth;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// What the telemetry says of a trade that was recorded, in one trace.
///
/// @param insertedAt when `INSERT trades` ended without an error
/// @param fields values by their names without the prefix, as the spans have them
/// @param committed log records that say that the trade is committed for the first time
record ObservedTrade(
    UUID id, String traceId, Instant insertedAt, Map<String, String> fields, int committed) {
  ObservedTrade {
    fields = Map.copyOf(fields);
  }
}

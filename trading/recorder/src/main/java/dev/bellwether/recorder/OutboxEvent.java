package dev.bellwether.recorder;

import java.util.UUID;

/// An event that this process may try to deliver now.
///
/// @param lease must still be the row's when the attempt is over, or another process took over
/// @param attempts this one included
record OutboxEvent(
    UUID eventId, UUID tradeId, UUID lease, int attempts, String payload, TraceHeaders headers) {}

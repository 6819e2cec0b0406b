package dev.bellwether.history;

import dev.bellwether.history.Recording.Scene;
import java.util.UUID;

/// A notification that stayed in the outbox.
///
/// @param origin the scene of the trade
/// @param originSpanId what the later attempts are linked to
/// @param attempts so far
/// @param dueNanos when it may be tried again
record Undelivered(
    String service,
    UUID eventId,
    Attempt attempt,
    Scene origin,
    long originSpanId,
    int attempts,
    long dueNanos) {}

package dev.bellwether.recorder;

import org.jspecify.annotations.Nullable;

/// The W3C headers that came with a trade, kept with its event so that a delivery of tomorrow can
/// still say which request it belongs to. We pass them on and never look inside.
record TraceHeaders(@Nullable String traceparent, @Nullable String baggage) {}

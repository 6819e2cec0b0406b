/// The records of telemetry: what OpenTelemetry sends, as plain immutable values.
///
/// Called by everything; calls nothing. There is no I/O here and no opinion: a span that ends
/// before it starts is kept as it came, because a tool that repairs what it shows cannot be
/// trusted. Names follow the OpenTelemetry data model; times are epoch nanoseconds, as OTLP sends
/// them.
@NullMarked
package dev.bellwether.model;

import org.jspecify.annotations.NullMarked;

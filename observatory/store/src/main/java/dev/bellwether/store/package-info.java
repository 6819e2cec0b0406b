/// The contract of a telemetry store, and the simplest engine that keeps it.
///
/// `otlp` writes through [TelemetryWriter]; `analysis` and `api` read through [TraceReader],
/// [LogReader] and [MetricReader]; views that are kept up to date follow with a [SpanFollower]. The
/// two sides meet only inside an engine. `InMemoryStore` is the reference: readable first, and the
/// oracle that every other engine is compared with in `store-tests`.
@NullMarked
package dev.bellwether.store;

import org.jspecify.annotations.NullMarked;

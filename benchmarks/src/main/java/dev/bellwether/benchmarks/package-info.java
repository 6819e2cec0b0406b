/// What the observatory costs under the load that its own trading system makes.
///
/// [Workload] makes the telemetry of as many trades as are asked for, the same bytes for the same
/// seed; [WorkloadFile] keeps it, compressed as the agents send it. [Ingest] (`benchmarks/ingest`)
/// starts an observatory as a process of its own, sends the file, waits until all of it can be
/// found, asks a few questions and prints what all this cost. Nothing here knows which engine
/// stores the spans: settings pass through the environment.
///
/// ```
/// Workload ── TradingSystem ── Agent (one for each service) ── requests ── WorkloadFile
///                                                                              │
///         Ingest: Observatory (process) <── gzip OTLP/HTTP ── Sender <─────────┘
/// ```
///
/// [Pages] (`benchmarks/pages`) looks at the pages with a browser and counts what they cost there.
@NullMarked
package dev.bellwether.benchmarks;

import org.jspecify.annotations.NullMarked;

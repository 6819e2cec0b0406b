/// Writes the telemetry of days of trading in seconds, with incidents of which the truth is known.
///
/// ```
/// HistoryPlan ── seed ──▶ incidents ──▶ Faults, Ledger
///                                         │ who is hit
/// monkey's Trades ─▶ History ─▶ TradeSteps ─▶ Agent (one for each service) ─▶ OtlpExport
/// trader's Market ───┘            one trade                  requests
/// ```
///
/// Customers, trades, decisions and victims are those of a live run with the same seed, because the
/// same code draws them: monkey's `Trades`, trader's `Market` and the services' `Faults`. Only what
/// takes time is simulated here. Everything is a function of the [HistoryPlan]: the same plan gives
/// the same bytes, of which `generate` prints a hash, and the same ledger.
///
/// The shapes are those of `docs/telemetry`; a test compares. What is not simulated: metrics,
/// queues for a place in the recorder's pool of connections, and time-outs; amounts of the
/// incidents are chosen so that none of these matters.
@NullMarked
package dev.bellwether.history;

import org.jspecify.annotations.NullMarked;

/// How well a backend explains incidents of which the truth is known.
///
/// ```
/// History ─▶ Replay: which trace is of which trade ─┐
/// Ledger ──▶ what happened, to whom ────────────────┤
///                                                   ▼
///   Backend ◀── windows ── Scoring ── answers ──▶ ScoreCard ──▶ ScoreTable
/// ```
///
/// A [Backend] is told a window of time and nothing else. It answers with [Finding]s, the most
/// likely first. A finding is right when it names what the plan names, no more and no less: the
/// conditions that a victim fulfils, or, where everybody is a victim, the place where it goes
/// wrong. [BellwetherBackend] asks an observatory; [OracleBackend] knows the truth and
/// [ChanceBackend] knows nothing, which tests the test.
@NullMarked
package dev.bellwether.truth.score;

import org.jspecify.annotations.NullMarked;

/// The commands that know the truth: `./bellwether generate`, `score` and `reconcile`. [Truth]
/// reads what was asked for, the packages below do it.
///
/// | package | |
/// |---|---|
/// | `history` | writes telemetry with incidents of which the truth is known |
/// | `score` | asks a backend for the causes and compares |
/// | `reconcile` | compares the rows of a database with the telemetry about them |
/// | `observatory` | starts, feeds and asks an observatory |
@NullMarked
package dev.bellwether.truth;

import org.jspecify.annotations.NullMarked;

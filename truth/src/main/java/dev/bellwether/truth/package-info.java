/// The commands that know the truth: `./bellwether generate`, `score` and `reconcile`.
///
/// [Truth] reads what was asked for. [Generate] sends a history to where OTLP is taken, by way of
/// `dev.bellwether.history`; [Score] sends one to an observatory of its own and lets
/// `dev.bellwether.truth.score` ask for the causes. [Reconcile] reads the rows of the database
/// ([RecordedTrades]) and what traces, log records and metrics say of them ([ObservedTrades]), and
/// [Reconciliation] compares.
@NullMarked
package dev.bellwether.truth;

import org.jspecify.annotations.NullMarked;

/// The customers: picks trades at random, but reproducibly, and sends them to `trader`.
///
/// In: the control plane, [MonkeyServer]: start and stop, [FaultRoutes], state. Out: one `POST
/// /trade/request` per trade. One trade, file by file: the [Simulation] waits for its moment,
/// [Trades] draws it from the [Cast] and the [Surges], the [TraderClient] sends it until it has an
/// answer, the [Tally] counts what became of it.
///
/// What shall go wrong, here or in another service, is in the hands of [Incidents], which also
/// write down what did.
///
/// There is no telemetry code here. The agent makes the client span of each send, and with it the
/// trace of the trade.
@NullMarked
package dev.bellwether.monkey;

import org.jspecify.annotations.NullMarked;

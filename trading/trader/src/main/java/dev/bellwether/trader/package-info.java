/// Takes a customer's request, decides with a model of the market what to do, and has it recorded.
///
/// In: `POST /trade/request` and `POST /trade/force`, from `monkey` or a person. Out: one `POST
/// /record` to `router` per trade. One request, file by file: [TraderServer] reads it into a
/// [TradeRequest], [TradeDesk] asks the [Market] what to do and the [RouterClient] to record it.
///
/// What can go wrong around a trade is in [Surroundings].
///
/// This is the only service that contains telemetry code, and all of it is in three small files:
/// [TradeContext] says whose trade it is, on the span at hand and, by baggage, on every span and
/// log record of every service further on; [TradeSpans] adds two spans and [TradeMetrics] four
/// metrics. Everything else is done by the Java agent.
@NullMarked
package dev.bellwether.trader;

import org.jspecify.annotations.NullMarked;

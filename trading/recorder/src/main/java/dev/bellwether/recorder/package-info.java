/// Records trades: a trade that was answered 200 is in PostgreSQL exactly once, and the outside
/// world will be told of it at least once.
///
/// `router` calls [TradeController]. [Trades] writes the trade and its event in one transaction,
/// and the answer is made of the row as it was stored, so that the same question always has the
/// same answer. After the commit [Notifications] makes a first attempt to tell `notifier`; what
/// fails stays in the [Outbox], from where [Relay] tries again. Nothing here mentions telemetry:
/// that is what the OpenTelemetry agent is for.
@NullMarked
package dev.bellwether.recorder;

import org.jspecify.annotations.NullMarked;

/// Joins to a trade what the OpenTelemetry agent alone does not join to it: a delivery of later,
/// and the lines of the database's log.
///
/// A first notification runs in the trade's own trace. One that has to be repeated does not: it
/// starts a trace of its own, minutes later, and says where it comes from with the header
/// `ce-traceparent` (the distributed tracing extension of CloudEvents). [Origin] reads that header
/// and `baggage` when the agent sees such a request leave; [OriginLink] gives its span a link to
/// the trade.
///
/// [TradeInComments] puts the baggage beside the `traceparent` in the comment of each SQL
/// statement.
///
/// The agent finds all three through the files in `META-INF/services`. No service depends on this
/// module.
@NullMarked
package dev.bellwether.agentextension;

import org.jspecify.annotations.NullMarked;

/// Joins a delivery of later to the trade that caused it, inside the OpenTelemetry agent.
///
/// A first notification runs in the trade's own trace. One that has to be repeated does not: it
/// starts a trace of its own, minutes later, and says where it comes from with the header
/// `ce-traceparent` (the distributed tracing extension of CloudEvents). [Origin] reads that header
/// and `baggage` when the agent sees such a request leave; [OriginLink] gives its span a link to
/// the trade. The agent finds both through the two files in `META-INF/services`. No service depends
/// on this module.
@NullMarked
package dev.bellwether.agentextension;

import org.jspecify.annotations.NullMarked;

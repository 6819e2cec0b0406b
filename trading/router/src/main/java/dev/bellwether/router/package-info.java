/// Passes every request on to a recorder: the established one, or a canary that is being tried out.
///
/// In: `POST /record?canary=…` and `GET /trades/{trade_id}` from `trader`. Out: the same to
/// `recorder`. [RouterServer] is all there is to it; [JsonLog] writes the one line per request, as
/// JSON, as services of this kind do. There is no telemetry code here: what this service tells
/// comes from the Java agent.
@NullMarked
package dev.bellwether.router;

import org.jspecify.annotations.NullMarked;

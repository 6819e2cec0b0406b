/// OTLP bytes to model: what the OpenTelemetry exporters send, decoded, checked and stored.
///
/// [OtlpHttpHandler] and [OtlpGrpcHandler] stand behind listeners that `server` starts; what they
/// decode goes to a [dev.bellwether.store.TelemetryWriter], which is all of the store that this
/// module may see. [OtlpCounters] says what became of everything that was sent.
///
/// OTLP has two encodings of the same messages. [Fields] is what they have in common: the fields of
/// nested messages, one after another. [ProtobufFields] walks the bytes, [JsonFields] the tokens,
/// and one decoder for each signal reads either. No message is built on the way, which halves the
/// cost (`DecodeCost` in the tests prints it).
///
/// ```
/// bytes ── ProtobufFields ──┐              ┌── TraceDecoder ───┐
///                           ├── Fields ────┼── LogDecoder ─────┼── Batch ── TelemetryWriter
/// bytes ──── JsonFields ────┘              └── MetricDecoder ──┘
/// ```
///
/// An item that breaks the data model, such as a span without an id, is left out, counted and
/// reported as partial success; a request that is not OTLP at all is refused as a whole.
@NullMarked
package dev.bellwether.otlp;

import org.jspecify.annotations.NullMarked;

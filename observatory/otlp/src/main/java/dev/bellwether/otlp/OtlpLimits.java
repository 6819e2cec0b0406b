package dev.bellwether.otlp;

import java.time.Duration;

/// How much one request and all of them together may take.
///
/// @param httpBytesMax of an inflated HTTP body; the specification asks for 20 MiB
/// @param grpcBytesMax of an inflated gRPC message; the specification asks for 4 MiB
/// @param attributesMax kept for each span, log record, resource and so on; more are counted
/// @param decodingMax requests that are inflated and decoded at once; the others wait, compressed
/// @param decodingWait how long they wait before they are told to come back later
public record OtlpLimits(
    int httpBytesMax, int grpcBytesMax, int attributesMax, int decodingMax, Duration decodingWait) {
  /// The specification's sizes, the SDKs' 128 attributes, two requests for each core.
  public static final OtlpLimits DEFAULT =
      new OtlpLimits(
          20 << 20,
          4 << 20,
          128,
          2 * Runtime.getRuntime().availableProcessors(),
          Duration.ofSeconds(5));
}

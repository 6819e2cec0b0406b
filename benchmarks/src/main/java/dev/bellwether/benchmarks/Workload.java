package dev.bellwether.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The telemetry of a trading system that was busy for a while: at least `spans` spans, the same
/// bytes for the same values, in bounded memory.
///
/// @param spread from the first trade to the last; they come at random moments in between
public record Workload(long seed, long spans, Instant start, Duration spread) {
  public Workload {
    if (spans < 1 || spread.isNegative() || spread.isZero()) {
      throw new IllegalArgumentException(
          "workload of %d spans in %s (expected: at least one, in more than no time)"
              .formatted(spans, spread));
    }
  }

  /// Hands every OTLP `ExportTraceServiceRequest` to `exporter`, in the order the agents send them.
  ///
  /// @return how many spans these were
  public long send(Consumer<byte[]> exporter) {
    var random = new SplittableRandom(seed);
    var system = new TradingSystem(random, exporter);
    long startNanos = TimeUnit.SECONDS.toNanos(start.getEpochSecond()) + start.getNano();
    double betweenNanos = (double) spread.toNanos() * TradingSystem.SPANS_PER_TRADE / spans;
    double offset = 0;
    while (system.spans() < spans) {
      system.run(SimulatedTrade.draw(random, startNanos + (long) offset));
      offset += -StrictMath.log(1 - random.nextDouble()) * betweenNanos;
    }
    system.flush();
    return system.spans();
  }
}

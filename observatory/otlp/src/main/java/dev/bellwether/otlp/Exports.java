package dev.bellwether.otlp;

import dev.bellwether.http.Problem;
import dev.bellwether.store.StoreException;
import dev.bellwether.store.TelemetryWriter;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Decodes and stores one request after another, whichever way it came, and counts what became of
/// it. Many threads may use it.
final class Exports {
  private final TelemetryWriter writer;
  private final OtlpLimits limits;
  private final OtlpCounters counters;

  /// An inflated request and what is decoded from it take many times the room of the compressed
  /// one: only so many at once.
  private final Semaphore decoding;

  Exports(TelemetryWriter writer, OtlpLimits limits, OtlpCounters counters) {
    this.writer = writer;
    this.limits = limits;
    this.counters = counters;
    this.decoding = new Semaphore(limits.decodingMax());
  }

  /// Takes the items of one request.
  ///
  /// @param fields inflates the request; called when its turn has come
  /// @return what was left out, and why
  /// @throws Problem when it cannot be read; not counted yet
  Outcome export(Signal signal, Supplier<Fields> fields) {
    try {
      if (!decoding.tryAcquire(limits.decodingWait().toMillis(), TimeUnit.MILLISECONDS)) {
        throw Problem.unavailable("too many requests at once", 1);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a request", e);
    }
    try {
      var in = fields.get();
      int attributesMax = limits.attributesMax();
      return switch (signal) {
        case TRACES -> store(signal, TraceDecoder.decode(in, attributesMax), writer::appendSpans);
        case LOGS -> store(signal, LogDecoder.decode(in, attributesMax), writer::appendLogs);
        case METRICS ->
            store(signal, MetricDecoder.decode(in, attributesMax), writer::appendPoints);
      };
    } catch (DecodeException e) {
      throw Problem.badRequest(e.why());
    } finally {
      decoding.release();
    }
  }

  private <T> Outcome store(Signal signal, Batch<T> batch, Consumer<List<T>> append) {
    var items = batch.items();
    try {
      if (!items.isEmpty()) {
        append.accept(items);
      }
      counters.accepted(signal, items.size());
    } catch (StoreException e) {
      boolean full = e instanceof StoreException.Full;
      counters.refused(full ? "store_full" : "store_unavailable", items.size());
      return new Outcome.Refused(full, String.valueOf(e.getMessage()), retrySeconds(e));
    } finally {
      batch.rejected().forEach(counters::rejected);
    }
    return new Outcome.Stored(batch.rejectedItems(), batch.message());
  }

  private static long retrySeconds(StoreException e) {
    return Math.max(1, e.retryAfter().plusMillis(999).toSeconds());
  }

  /// What became of a request that could be read.
  sealed interface Outcome {
    /// The fit items are stored.
    ///
    /// @param message why items were rejected; empty when none were
    record Stored(long rejected, String message) implements Outcome {}

    /// The store does not take it now.
    ///
    /// @param full the store is there, but has reached a limit
    record Refused(boolean full, String message, long retrySeconds) implements Outcome {}
  }
}

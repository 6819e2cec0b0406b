package dev.bellwether.recorder;

import dev.bellwether.faults.FaultKind;
import dev.bellwether.faults.Faults;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What recording a trade depends on besides the trade: that it arrives intact, that there is
/// memory and that the database has time. On a good day, none of it is noticed.
final class Surroundings {

  /// The customer's position; what takes its time is what else the server has to do.
  private static final String POSITION =
      """
      SELECT sum(CASE action WHEN 'sell' THEN -shares ELSE shares END), pg_sleep(:seconds)
      FROM trades WHERE customer_id = :customerId\
      """;

  /// What is kept between two collections: small beside the heap, however much passes through.
  private static final int KEPT_MEBIBYTES = 16;

  private static final int CHUNK_BYTES = 1024;

  /// The router gives up after three seconds.
  private static final long MEMORY_WAIT_SECONDS = 3;

  private final Semaphore memory = new Semaphore(1, true);
  private final Faults faults;

  Surroundings(Faults faults) {
    this.faults = faults;
  }

  /// The trade as it gets to us: what is sent need not be what arrives.
  TradeRequest received(TradeRequest request) {
    if (strike(FaultKind.DATABASE_ERROR, request).isEmpty()) {
      return request;
    }
    return request.shares() > 0
        ? request.with(-request.shares(), request.sharePrice())
        : request.with(request.shares(), request.sharePrice().negate());
  }

  /// Takes the memory that the trade needs for a moment. One trade at a time: the others wait, as
  /// they would for the collector.
  void allocate(TradeRequest request) {
    OptionalInt mebibytes = strike(FaultKind.GARBAGE_COLLECTION, request);
    if (mebibytes.isEmpty()) {
      return;
    }
    try {
      if (memory.tryAcquire(MEMORY_WAIT_SECONDS, TimeUnit.SECONDS)) {
        try {
          allocate(mebibytes.getAsInt());
        } finally {
          memory.release();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void allocate(int mebibytes) {
    for (int left = mebibytes; left > 0; left -= KEPT_MEBIBYTES) {
      List<byte[]> kept = new ArrayList<>();
      long chunks = (long) Math.min(left, KEPT_MEBIBYTES) * 1024 * 1024 / CHUNK_BYTES;
      for (long chunk = 0; chunk < chunks; chunk++) {
        kept.add(new byte[CHUNK_BYTES]);
      }
      try {
        System.gc();
      } finally {
        Reference.reachabilityFence(kept);
      }
    }
  }

  /// Looks up what the customer holds, on the connection of the caller's transaction.
  void lookUpPosition(TradeRequest request, JdbcClient database) {
    OptionalInt millis = strike(FaultKind.SLOW_QUERY, request);
    if (millis.isPresent()) {
      database
          .sql(POSITION)
          .param("seconds", millis.getAsInt() / 1_000.0)
          .param("customerId", request.customerId())
          .query((row, _) -> row.getLong(1))
          .single();
    }
  }

  private OptionalInt strike(FaultKind kind, TradeRequest request) {
    return faults.strike(kind, request.tradeId(), request::keys);
  }
}

package dev.bellwether.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// The paths of the service.
///
/// | status | of `POST /record` means |
/// |---|---|
/// | 200 | the trade is recorded, now or by an earlier request with the same id |
/// | 400, 413, 422 | it is not and never will be under this id |
/// | 503 | perhaps; ask again with the same id |
@RestController
final class TradeController {

  private static final Logger log = LoggerFactory.getLogger(TradeController.class);

  /// The limit on a body that all services of the trading system keep.
  private static final int BODY_BYTES_MAX = 64 * 1024;

  private final Trades trades;
  private final Notifications notifications;
  private final Surroundings surroundings;

  TradeController(Trades trades, Notifications notifications, Surroundings surroundings) {
    this.trades = trades;
    this.notifications = notifications;
    this.surroundings = surroundings;
  }

  @PostMapping("/record")
  ResponseEntity<String> record(
      InputStream body,
      @RequestHeader(name = "traceparent", required = false) @Nullable String traceparent,
      @RequestHeader(name = "baggage", required = false) @Nullable String baggage)
      throws IOException {
    var bytes = body.readNBytes(BODY_BYTES_MAX + 1);
    if (bytes.length > BODY_BYTES_MAX) {
      return new Problem(413, "body: expected at most %d bytes".formatted(BODY_BYTES_MAX), "body")
          .answer();
    }
    var request = surroundings.received(TradeRequest.parse(bytes));
    surroundings.allocate(request);
    return switch (trades.record(request, new TraceHeaders(traceparent, baggage))) {
      case Trades.Outcome.Recorded(var trade, var event) -> {
        log.info("trade committed for {}", trade.customerId());
        notifications.start(event);
        yield json(trade);
      }
      case Trades.Outcome.Replayed(var trade) -> {
        log.info("trade committed before for {}", trade.customerId());
        yield json(trade);
      }
      case Trades.Outcome.Conflicting() ->
          new Problem(422, "trade_id: %s is another trade".formatted(request.tradeId()), "trade_id")
              .answer();
    };
  }

  @GetMapping("/trades/{tradeId}")
  ResponseEntity<String> find(@PathVariable String tradeId) {
    UUID id;
    try {
      id = UUID.fromString(tradeId);
    } catch (IllegalArgumentException _) {
      throw new BadTrade("trade_id", "trade_id: %s (expected: a UUID)".formatted(tradeId));
    }
    return trades
        .find(id)
        .map(TradeController::json)
        .orElseGet(() -> new Problem(404, "no trade " + id, null).answer());
  }

  @GetMapping(path = "/health", produces = MediaType.TEXT_PLAIN_VALUE)
  String health() {
    return "KERNEL OK";
  }

  private static ResponseEntity<String> json(Trade trade) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(trade.json());
  }
}

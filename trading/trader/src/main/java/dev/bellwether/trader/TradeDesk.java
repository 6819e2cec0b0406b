package dev.bellwether.trader;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries a trade out: decide, have it recorded, say so.
final class TradeDesk {
  private static final Logger log = LoggerFactory.getLogger(TradeDesk.class);

  private final TradeModel model;
  private final Market market;
  private final RouterClient router;
  private final Surroundings surroundings;
  private final TradeMetrics metrics = new TradeMetrics();

  TradeDesk(TradeModel model, Market market, RouterClient router, Surroundings surroundings) {
    this.model = model;
    this.market = market;
    this.router = router;
    this.surroundings = surroundings;
  }

  /// Lets the model decide what to trade.
  ///
  /// @return the decision that is recorded
  /// @throws Problem if nothing is recorded, or nobody knows
  Decision request(TradeRequest request) {
    return TradeContext.of(
        request,
        () -> {
          log.info(
              "trade requested for {}: {} on {}",
              request.customerId(),
              request.symbol(),
              request.day().label());
          surroundings.hashCustomer(request);
          Decision decision = TradeSpans.runModel(() -> outlook(request)).decision();
          return trade(request, decision, () -> recordOnce(request, decision));
        });
  }

  /// Trades what the caller decided.
  ///
  /// @return the same decision, recorded
  /// @throws Problem if nothing is recorded, or nobody knows
  Decision force(TradeRequest request, Decision decision) {
    return TradeContext.of(
        request,
        () -> {
          log.info("trade forced for {}: {}", request.customerId(), request.symbol());
          return trade(
              request,
              decision,
              () -> {
                router.record(request, decision);
                return decision;
              });
        });
  }

  private Market.Outlook outlook(TradeRequest request) {
    surroundings.loadModel(request);
    Market.Outlook outlook = market.outlook(request, surroundings.marketSkew(request));
    surroundings.fetchMarketData(request, outlook.decision().action());
    log.info("market_factor: {}", outlook.marketFactor());
    log.info(
        "current market share price of {}: {}",
        request.symbol(),
        outlook.decision().sharePrice().toPlainString());
    return outlook;
  }

  private Decision trade(TradeRequest request, Decision decision, Supplier<Decision> recording) {
    return TradeSpans.trade(
        decision,
        () -> {
          try {
            Decision recorded = recording.get();
            metrics.traded(request, recorded);
            log.info(
                "traded {} {} {} at {} for {}",
                recorded.action().label(),
                recorded.shares(),
                request.symbol(),
                recorded.sharePrice().toPlainString(),
                request.customerId());
            return recorded;
          } catch (Problem problem) {
            log.warn("trade for {} failed: {}", request.customerId(), problem.detail());
            throw problem;
          }
        });
  }

  /// Records the model's decision, unless an earlier one is recorded for the same request.
  ///
  /// After a restart the mood of the market may be another one. If the first decision had been
  /// recorded, but its answer lost, the recorder refuses the second (422); then the first stands.
  private Decision recordOnce(TradeRequest request, Decision decision) {
    try {
      router.record(request, decision);
      return decision;
    } catch (Problem refusal) {
      if (refusal.status() != 422) {
        throw refusal;
      }
      JsonFields recorded =
          router.recorded(request.tradeId()).map(JsonFields::parse).orElseThrow(() -> refusal);
      if (!TradeJson.request(recorded, model).equals(request)) {
        throw refusal;
      }
      return TradeJson.decision(recorded);
    }
  }
}

package dev.bellwether.trader;

import static dev.bellwether.trader.TradeContext.PREFIX;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;

/// What the business wants to see: revenue by region, shares by customer, price by symbol.
final class TradeMetrics {
  /// What a trade earns us: a thousandth of its value, rounded up to whole dollars.
  private static final double FEE = 0.001;

  private static final AttributeKey<String> REGION = AttributeKey.stringKey("cloud.region");
  private static final AttributeKey<String> CUSTOMER =
      AttributeKey.stringKey(PREFIX + "customer_id");
  private static final AttributeKey<String> SYMBOL = AttributeKey.stringKey(PREFIX + "symbol");

  private final LongCounter revenue;
  private final DoubleGauge sharePrice;
  private final LongGauge shares;
  private final LongHistogram sharesHistogram;

  TradeMetrics() {
    Meter meter = GlobalOpenTelemetry.getMeter("dev.bellwether.trader");
    revenue =
        meter
            .counterBuilder("trading_revenue")
            .setUnit("{dollar}")
            .setDescription("What recorded trades earned")
            .build();
    sharePrice =
        meter
            .gaugeBuilder("share_price")
            .setUnit("{dollar}")
            .setDescription("Price of a share at its last trade")
            .build();
    shares =
        meter
            .gaugeBuilder("shares_traded_per_customer")
            .ofLongs()
            .setUnit("{share}")
            .setDescription("Shares in a customer's last trade")
            .build();
    sharesHistogram =
        meter
            .histogramBuilder("shares_traded_per_customer_histogram")
            .ofLongs()
            .setUnit("{share}")
            .setDescription("Shares in each trade of a customer")
            .setExplicitBucketBoundariesAdvice(
                List.of(0L, 1L, 10L, 25L, 50L, 75L, 100L, 250L, 700L))
            .build();
  }

  /// Counts a trade that is recorded.
  void traded(TradeRequest request, Decision decision) {
    Attributes customer = Attributes.of(CUSTOMER, request.customerId());
    sharePrice.set(decision.sharePrice().doubleValue(), Attributes.of(SYMBOL, request.symbol()));
    shares.set(decision.shares(), customer);
    sharesHistogram.record(decision.shares(), customer);
    revenue.add(
        (long) Math.ceil(decision.value().doubleValue() * FEE),
        Attributes.of(REGION, request.region()));
  }
}

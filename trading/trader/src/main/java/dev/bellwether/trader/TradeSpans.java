package dev.bellwether.trader;

import static dev.bellwether.trader.TradeContext.PREFIX;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.function.Function;
import java.util.function.Supplier;

/// The two steps of a trade that no library knows about, each as a span.
final class TradeSpans {
  private static final Tracer TRACER = GlobalOpenTelemetry.getTracer("dev.bellwether.trader");

  private TradeSpans() {}

  static Market.Outlook runModel(Supplier<Market.Outlook> model) {
    return in(
        "run_model",
        span -> {
          Market.Outlook outlook = model.get();
          span.setAttribute(PREFIX + "market_factor", outlook.marketFactor());
          return outlook;
        });
  }

  static Decision trade(Decision decision, Supplier<Decision> recording) {
    return in(
        "trade",
        span -> {
          span.setAttribute(PREFIX + "action", decision.action().label());
          span.setAttribute(PREFIX + "shares", decision.shares());
          span.setAttribute(PREFIX + "share_price", decision.sharePrice().doubleValue());
          span.setAttribute(PREFIX + "value", decision.value().doubleValue());
          return recording.get();
        });
  }

  private static <T> T in(String name, Function<Span, T> step) {
    Span span = TRACER.spanBuilder(name).startSpan();
    try (Scope _ = span.makeCurrent()) {
      return step.apply(span);
    } catch (RuntimeException e) {
      span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
      throw e;
    } finally {
      span.end();
    }
  }
}

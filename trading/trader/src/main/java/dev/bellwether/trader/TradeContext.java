package dev.bellwether.trader;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.Map;
import java.util.function.Supplier;

/// Says whose trade this is, once, for all services.
///
/// An attribute marks the span at hand: the server span that the agent began before it could know.
/// Baggage travels with the trace context, from here through every thread and every service; the
/// agents copy it to each span and log record that begins while it is there.
final class TradeContext {
  /// Of every attribute of ours. Agents copy an allow-list of such keys, never everything.
  static final String PREFIX = "com.example.";

  private TradeContext() {}

  /// A trade that is refused before it begins is still somebody's: what is known of it goes to the
  /// span at hand, and nowhere further.
  static void mark(Map<String, String> keys) {
    keys.forEach((key, value) -> Span.current().setAttribute(PREFIX + key, value));
  }

  /// All that the work does, here and in every service it calls, belongs to the trade.
  static <T> T of(TradeRequest trade, Supplier<T> work) {
    Span span = Span.current();
    BaggageBuilder baggage = Baggage.current().toBuilder();
    trade
        .keys()
        .forEach((key, value) -> {
          span.setAttribute(PREFIX + key, value);
          baggage.put(PREFIX + key, value);
        });
    try (Scope _ = baggage.build().makeCurrent()) {
      return work.get();
    }
  }
}

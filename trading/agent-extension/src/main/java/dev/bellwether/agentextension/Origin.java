package dev.bellwether.agentextension;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.instrumentation.api.incubator.instrumenter.InstrumenterCustomizer;
import io.opentelemetry.instrumentation.api.incubator.instrumenter.InstrumenterCustomizerProvider;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/// Puts what a repeated delivery says about its origin into the context of its CLIENT span: the
/// baggage, so that the span carries the keys of the trade, and the trade's span for [OriginLink].
public final class Origin implements InstrumenterCustomizerProvider {

  /// The span that a repeated delivery comes from.
  static final ContextKey<SpanContext> ORIGIN = ContextKey.named("bellwether-origin");

  @Override
  public void customize(InstrumenterCustomizer customizer) {
    if (customizer.getInstrumentationName().equals("io.opentelemetry.java-http-client")) {
      customizer.addContextCustomizer((parent, request, _) ->
          request instanceof HttpRequest http ? withOrigin(parent, http) : parent);
    }
  }

  static Context withOrigin(Context parent, HttpRequest request) {
    if (request.headers().firstValue("ce-traceparent").isEmpty()) {
      return parent;
    }
    var origin =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), request, new Headers("ce-"));
    return W3CBaggagePropagator.getInstance()
        .extract(parent, request, new Headers(""))
        .with(ORIGIN, Span.fromContext(origin).getSpanContext());
  }

  /// The headers of a request, under names without their prefix.
  private record Headers(String prefix) implements TextMapGetter<HttpRequest> {

    @Override
    public @Nullable String get(@Nullable HttpRequest request, String name) {
      return request == null ? null : request.headers().firstValue(prefix + name).orElse(null);
    }
  }
}

package dev.bellwether.agentextension;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/// Links the span of a repeated delivery to the span of the trade that [Origin] found.
public final class OriginLink implements AutoConfigurationCustomizerProvider {

  @Override
  public void customize(AutoConfigurationCustomizer configuration) {
    configuration.addTracerProviderCustomizer(
        (provider, _) -> provider.addSpanProcessor(new Processor()));
  }

  static final class Processor implements SpanProcessor {

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      var origin = parent.get(Origin.ORIGIN);
      if (origin != null && origin.isValid()) {
        span.addLink(origin);
      }
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return false;
    }
  }
}

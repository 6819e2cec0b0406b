package dev.bellwether.agentextension;

import io.opentelemetry.javaagent.bootstrap.internal.sqlcommenter.SqlCommenterCustomizer;
import io.opentelemetry.javaagent.shaded.instrumentation.api.incubator.semconv.db.internal.SqlCommenterBuilder;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.context.Context;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.javaagent.shaded.io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says in the comment of every SQL statement which trade it belongs to: the agent alone writes
/// `traceparent`, this adds `baggage`. The database logs the statement with its comment, and so its
/// log can be searched by the keys of the trade.
///
/// Only the keys that may also be copied to log records are written: baggage comes from outside.
///
/// The agent has this interface only inside itself, under the names that its own classes have
/// there.
public final class TradeInComments implements SqlCommenterCustomizer {
  private static final String KEYS =
      "OTEL_JAVA_EXPERIMENTAL_LOG_ATTRIBUTES_COPY_FROM_BAGGAGE_INCLUDE";

  @Override
  public void customize(SqlCommenterBuilder builder) {
    var keys = System.getenv(KEYS);
    if (keys != null && !keys.isBlank()) {
      builder.setPropagator(new TraceAndBaggage(Set.of(keys.split(","))));
    }
  }

  record TraceAndBaggage(Set<String> keys) implements TextMapPropagator {

    @Override
    public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
      W3CTraceContextPropagator.getInstance().inject(context, carrier, setter);
      W3CBaggagePropagator.getInstance().inject(withKeysOnly(context), carrier, setter);
    }

    private Context withKeysOnly(Context context) {
      var allowed = Baggage.builder();
      Baggage.fromContext(context)
          .forEach((key, entry) -> {
            if (keys.contains(key)) {
              allowed.put(key, entry.getValue());
            }
          });
      return context.with(allowed.build());
    }

    /// Statements are only sent.
    @Override
    public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
      return context;
    }

    @Override
    public Collection<String> fields() {
      return List.of("traceparent", "tracestate", "baggage");
    }
  }
}

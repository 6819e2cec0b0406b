package dev.bellwether.trader;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

/// What the agent is to the service: the SDK, installed once for all tests of this JVM.
final class TestTelemetry {
  static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();
  static final InMemoryMetricReader METRICS = InMemoryMetricReader.create();

  static {
    var tracers =
        SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(SPANS)).build();
    var meters = SdkMeterProvider.builder().registerMetricReader(METRICS).build();
    GlobalOpenTelemetry.set(
        OpenTelemetrySdk.builder().setTracerProvider(tracers).setMeterProvider(meters).build());
  }

  private TestTelemetry() {}

  static void clear() {
    SPANS.reset();
    METRICS.collectAllMetrics();
  }
}

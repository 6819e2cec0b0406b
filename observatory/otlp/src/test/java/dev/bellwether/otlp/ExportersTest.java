package dev.bellwether.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bellwether.model.Value;
import dev.bellwether.store.StoreException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The exporters of OpenTelemetry's Java SDK, which is what the agent in every service uses.
@Timeout(60)
class ExportersTest {
  private static final int SPANS = 700;
  private static final Resource TRADER =
      Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "trader"));

  private final Receiver receiver = new Receiver();
  private final String http = "http://localhost:" + receiver.http.port();
  private final String grpc = "http://localhost:" + receiver.grpc.port();

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void spans_arrive_over_grpc_and_http_plain_and_compressed() {
    for (var compression : new String[] {"none", "gzip"}) {
      sendSpans(
          OtlpGrpcSpanExporter.builder().setEndpoint(grpc).setCompression(compression).build());
      sendSpans(
          OtlpHttpSpanExporter.builder()
              .setEndpoint(http + "/v1/traces")
              .setCompression(compression)
              .build());
    }

    assertThat(receiver.writer.spans)
        .hasSize(4 * SPANS)
        .allSatisfy(span -> {
          assertThat(span.service()).isEqualTo("trader");
          assertThat(span.attributes()).containsEntry("customer", Value.of("l.hall"));
        });
    assertThat(receiver.grpcCounters.snapshot().accepted()).containsEntry("traces", 2L * SPANS);
    assertThat(receiver.httpCounters.snapshot().accepted()).containsEntry("traces", 2L * SPANS);
  }

  @Test
  void logs_and_metrics_arrive_over_grpc_and_http() {
    sendLog(OtlpGrpcLogRecordExporter.builder().setEndpoint(grpc).build());
    sendLog(OtlpHttpLogRecordExporter.builder().setEndpoint(http + "/v1/logs").build());
    sendMetric(OtlpGrpcMetricExporter.builder().setEndpoint(grpc).build());
    sendMetric(OtlpHttpMetricExporter.builder().setEndpoint(http + "/v1/metrics").build());

    assertThat(receiver.writer.logs)
        .hasSize(2)
        .allSatisfy(record -> assertThat(record.body()).isEqualTo(Value.of("traded")));
    assertThat(receiver.writer.points)
        .hasSize(2)
        .allSatisfy(point -> assertThat(point.name()).isEqualTo("trading_revenue"));
  }

  @Test
  void an_exporter_that_was_refused_comes_back_and_loses_nothing() {
    receiver.writer.refuse(new StoreException.Full("full", Duration.ofSeconds(1)));
    var overHttp =
        Thread.ofVirtual()
            .start(() ->
                sendSpans(OtlpHttpSpanExporter.builder().setEndpoint(http + "/v1/traces").build()));

    var overGrpc =
        Thread.ofVirtual()
            .start(() -> sendSpans(OtlpGrpcSpanExporter.builder().setEndpoint(grpc).build()));
    await().until(() -> !receiver.httpCounters.snapshot().refused().isEmpty());
    await().until(() -> !receiver.grpcCounters.snapshot().refused().isEmpty());
    receiver.writer.takeAgain();
    join(overHttp);
    join(overGrpc);

    assertThat(receiver.writer.spans).hasSize(2 * SPANS);
  }

  private static void sendSpans(SpanExporter exporter) {
    var provider =
        SdkTracerProvider.builder()
            .setResource(TRADER)
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build();
    var tracer = provider.get("test");
    for (int i = 0; i < SPANS; i++) {
      tracer.spanBuilder("trade").setAttribute("customer", "l.hall").startSpan().end();
    }
    provider.shutdown().join(20, TimeUnit.SECONDS);
  }

  private static void sendLog(LogRecordExporter exporter) {
    var provider =
        SdkLoggerProvider.builder()
            .setResource(TRADER)
            .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
            .build();
    provider.get("test").logRecordBuilder().setBody("traded").emit();
    provider.shutdown().join(10, TimeUnit.SECONDS);
  }

  private static void sendMetric(MetricExporter exporter) {
    var provider =
        SdkMeterProvider.builder()
            .setResource(TRADER)
            .registerMetricReader(PeriodicMetricReader.builder(exporter).build())
            .build();
    provider.get("test").counterBuilder("trading_revenue").build().add(7);
    provider.shutdown().join(10, TimeUnit.SECONDS);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

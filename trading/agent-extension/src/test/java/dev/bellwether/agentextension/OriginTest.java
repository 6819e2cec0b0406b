package dev.bellwether.agentextension;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;

final class OriginTest {

  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN_ID = "b7ad6b7169203331";

  @Test
  void a_repeated_delivery_starts_its_own_trace_with_a_link_to_the_trade() {
    var request =
        request()
            .header("ce-traceparent", "00-" + TRACE_ID + "-" + SPAN_ID + "-01")
            .header("baggage", "com.example.customer_id=l.hall")
            .build();

    var context = Origin.withOrigin(Context.root(), request);
    var span = span(context);

    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(span.getTraceId()).isNotEqualTo(TRACE_ID);
    assertThat(span.getLinks())
        .singleElement()
        .satisfies(link -> {
          assertThat(link.getSpanContext().getTraceId()).isEqualTo(TRACE_ID);
          assertThat(link.getSpanContext().getSpanId()).isEqualTo(SPAN_ID);
        });
    assertThat(Baggage.fromContext(context).getEntryValue("com.example.customer_id"))
        .isEqualTo("l.hall");
  }

  @Test
  void every_other_request_is_left_alone() {
    var request = request().header("baggage", "a=b").build();

    var context = Origin.withOrigin(Context.root(), request);

    assertThat(context).isSameAs(Context.root());
    assertThat(span(context).getLinks()).isEmpty();
  }

  @Test
  void an_origin_that_makes_no_sense_links_to_nothing() {
    var request = request().header("ce-traceparent", "nonsense").build();

    assertThat(span(Origin.withOrigin(Context.root(), request)).getLinks()).isEmpty();
  }

  private static HttpRequest.Builder request() {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1/notify"));
  }

  private static SpanData span(Context parent) {
    try (var provider =
        SdkTracerProvider.builder().addSpanProcessor(new OriginLink.Processor()).build()) {
      var span =
          provider
              .get("test")
              .spanBuilder("POST")
              .setSpanKind(SpanKind.CLIENT)
              .setParent(parent)
              .startSpan();
      span.end();
      return ((ReadableSpan) span).toSpanData();
    }
  }
}

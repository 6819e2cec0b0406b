package dev.bellwether.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What senders get wrong, at the decoders.
class BadInputTest {
  private static final int ATTRIBUTES_MAX = 128;

  @ParameterizedTest
  @CsvSource({"1,0", "47,0", "48,0", "64,0", "65,1", "66,1"})
  void values_nested_more_than_64_deep_are_dropped_and_counted(int depth, int dropped) {
    for (boolean maps : new boolean[] {false, true}) {
      var span =
          Receiver.span().toBuilder()
              .addAttributes(KeyValue.newBuilder().setKey("deep").setValue(nested(depth, maps)))
              .addAttributes(Receiver.attribute("flat", "here"))
              .build();

      var protobuf = only(Receiver.of(span));
      var json = onlyJson(new OtlpJson(1).of(Receiver.of(span)));

      assertThat(protobuf).isEqualTo(json);
      assertThat(protobuf.attributes()).containsKey("flat").hasSize(2 - dropped);
      assertThat(protobuf.droppedAttributes()).isEqualTo(dropped);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 100_000})
  void no_depth_is_too_deep_for_the_stack(int depth) {
    // ArrayValue in AnyValue in ArrayValue…: built from the inside, because protobuf cannot.
    var value = ByteString.EMPTY;
    for (int i = 0; i < depth && value.size() < 1 << 20; i++) {
      value = lengthOf(0x2a, lengthOf(0x0a, value));
    }
    var attribute = lengthOf(0x4a, ByteString.fromHex("0a0164").concat(lengthOf(0x12, value)));
    var span = lengthOf(0x12, Receiver.span().toByteString().concat(attribute));
    var request = lengthOf(0x0a, lengthOf(0x12, span));

    var decoded = decode(request.toByteArray());

    assertThat(decoded.getFirst().droppedAttributes()).isEqualTo(1);
    var json = "{\"newer\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    assertThatThrownBy(() -> decodeJson(json)).isInstanceOf(DecodeException.class);
  }

  @Test
  void nested_groups_are_skipped_up_to_a_depth() {
    var hundred = ByteString.fromHex("a33e".repeat(100) + "a43e".repeat(100));
    var tooMany = ByteString.fromHex("a33e".repeat(101) + "a43e".repeat(101));
    var crossed = ByteString.fromHex("a33eab3ea43eac3e");
    var good = Receiver.good().toByteString();

    assertThat(decode(good.concat(hundred).toByteArray())).hasSize(1);
    assertRefused(good.concat(tooMany).toByteArray(), "groups more than 100 deep");
    assertRefused(good.concat(crossed).toByteArray(), "ends as group");
    assertRefused(good.concat(ByteString.fromHex("a33e")).toByteArray(), "ends in the middle");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'traceId':'W47/95gDgQPSabYzgT/GDA=='|/traceId: 'W47/95gDgQPSabYzgT/GDA=='",
        "'traceId':5|/traceId: 5 (expected: hexadecimal digits)",
        "'kind':'SPAN_KIND_SERVER'|/kind: 'SPAN_KIND_SERVER' (expected: the constant's number)",
        "'startTimeUnixNano':'-1'|(expected: an unsigned 64-bit number)",
        "'startTimeUnixNano':18446744073709551616|(expected: an unsigned 64-bit number)",
        "'startTimeUnixNano':1.5|(expected: a whole number)",
        "'startTimeUnixNano':1e999999999|(expected: a 64-bit number)",
        "'startTimeUnixNano':NaN|/startTimeUnixNano",
        "'name':7|/name: 7 (expected: a string)",
        "'name':'\\ud800'|half of a surrogate pair",
        "'attributes':{}|/attributes: not an array",
        "'attributes':[null]|/attributes/0: not an object",
        "'status':[]|/status: not an object",
        "'flags':-1|(expected: 0 to 4294967295)"
      })
  void json_that_is_not_otlp_is_refused_with_the_place(String field, String message) {
    var json = spanJson(field.replace('\'', '"'));

    assertThatThrownBy(() -> decodeJson(json))
        .isInstanceOf(DecodeException.class)
        .hasMessageStartingWith("json, /resourceSpans/0/scopeSpans/0/spans/0")
        .hasMessageContaining(message.replace('"', '\''));
  }

  @Test
  void numbers_of_ten_thousand_digits_and_other_encodings_are_refused() {
    var digits = spanJson("\"startTimeUnixNano\":" + "9".repeat(10_000));
    assertThatThrownBy(() -> decodeJson(digits)).isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> decodeJson("\uFEFF{}")).isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> decodeJson("{}{}")).isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> decodeJson("")).isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> new JsonFields("{}".getBytes(StandardCharsets.UTF_16)))
        .isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> new JsonFields(new byte[] {'{', '"', (byte) 0xc3, '(', '"'}))
        .isInstanceOf(DecodeException.class)
        .hasMessage("json: not UTF-8");
  }

  @Test
  void json_forms_that_the_specification_allows_are_read() {
    var span =
        decodeJson(
                spanJson(
                    """
                    "traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174",
                    "parent_span_id":"1111111111111111","parentSpanId":null,"kind":99,
                    "startTimeUnixNano":1e3,"endTimeUnixNano":"18446744073709551615",
                    "name":"first","name":"second","status":{"code":2},
                    "attributes":[{"key":"i","value":{"intValue":"-5"}},
                      {"key":"j","value":{"intValue":7}},
                      {"key":"d","value":{"doubleValue":"NaN"}},
                      {"key":"b","value":{"bytesValue":"-_8="}},
                      {"key":"e","value":{}},{"key":"n","value":null}]\
                    """))
            .getFirst();

    assertThat(span.traceId()).hasToString("5b8efff798038103d269b633813fc60c");
    assertThat(span.parentId()).isNull();
    assertThat(span.kind()).isEqualTo(Span.Kind.UNSPECIFIED);
    assertThat(span.startNanos()).isEqualTo(1000);
    assertThat(span.endNanos()).isEqualTo(-1);
    assertThat(span.name()).isEqualTo("second");
    assertThat(span.failed()).isTrue();
    assertThat(span.attributes())
        .containsEntry("i", Value.of(-5))
        .containsEntry("j", Value.of(7))
        .containsEntry("d", Value.of(Double.NaN))
        .containsEntry("b", new Value.Bytes(new byte[] {(byte) 0xfb, (byte) 0xff}))
        .containsEntry("e", Value.EMPTY)
        .containsEntry("n", Value.EMPTY);
  }

  @Test
  void of_a_thousand_attributes_128_are_kept_and_the_others_counted() {
    var span = Receiver.span().toBuilder().setDroppedAttributesCount(5);
    for (int i = 0; i < 1000; i++) {
      span.addAttributes(Receiver.attribute("key" + i, "value"));
    }

    var kept = only(Receiver.of(span.build()));

    assertThat(kept.attributes()).hasSize(128).containsKey("key0").containsKey("key127");
    assertThat(kept.droppedAttributes()).isEqualTo(5 + 1000 - 128);
  }

  @Test
  void odd_keys_are_kept_and_of_two_equal_ones_the_last() {
    var span =
        Receiver.span().toBuilder()
            .addAttributes(Receiver.attribute("", "empty"))
            .addAttributes(Receiver.attribute("a", "1"))
            .addAttributes(Receiver.attribute("a.b", "2"))
            .addAttributes(Receiver.attribute("k".repeat(100_000), "long"))
            .addAttributes(Receiver.attribute("a", "3"))
            .build();

    assertThat(only(Receiver.of(span)).attributes())
        .hasSize(4)
        .containsEntry("", Value.of("empty"))
        .containsEntry("a", Value.of("3"));
  }

  @Test
  void a_service_without_a_name_has_the_specifications_name() {
    var none = Receiver.good().toBuilder();
    none.getResourceSpansBuilder(0).clearResource();
    var number = Receiver.good().toBuilder();
    number
        .getResourceSpansBuilder(0)
        .getResourceBuilder()
        .getAttributesBuilder(0)
        .setValue(AnyValue.newBuilder().setIntValue(7));

    assertThat(only(none.build()).service()).isEqualTo(Resource.UNKNOWN_SERVICE);
    assertThat(only(number.build()).service()).isEqualTo("7");
  }

  @Test
  void points_that_contradict_themselves_are_rejected_one_by_one() {
    var request =
        metrics(
            histogram(histogramPoint(3, List.of(1L, 2L), List.of(10.0))),
            histogram(histogramPoint(3, List.of(1L, 2L), List.of(10.0, 20.0))),
            histogram(histogramPoint(4, List.of(1L, 2L), List.of(10.0))),
            histogram(histogramPoint(3, List.of(1L, 1L, 1L), List.of(20.0, 10.0))),
            histogram(histogramPoint(3, List.of(1L, 1L, 1L), List.of(1.0, Double.NaN))),
            exponential(Integer.MAX_VALUE, 0),
            exponential(Integer.MIN_VALUE, 0),
            exponential(0, 5),
            Metric.newBuilder()
                .setName("gauge")
                .setGauge(
                    Gauge.newBuilder()
                        .addDataPoints(NumberDataPoint.newBuilder())
                        .addDataPoints(NumberDataPoint.newBuilder().setAsDouble(Double.NaN)))
                .build(),
            Metric.newBuilder()
                .setName("summary")
                .setSummary(
                    Summary.newBuilder()
                        .addDataPoints(
                            SummaryDataPoint.newBuilder()
                                .addQuantileValues(
                                    SummaryDataPoint.ValueAtQuantile.newBuilder().setQuantile(7))))
                .build(),
            Metric.newBuilder()
                .setGauge(
                    Gauge.newBuilder().addDataPoints(NumberDataPoint.newBuilder().setAsInt(1)))
                .build());

    var batch = MetricDecoder.decode(new ProtobufFields(request.toByteArray()), ATTRIBUTES_MAX);

    assertThat(batch.items()).extracting(MetricPoint::name).containsExactly("histogram", "gauge");
    assertThat(batch.rejected())
        .containsEntry("buckets", 1L)
        .containsEntry("count", 2L)
        .containsEntry("bounds", 2L)
        .containsEntry("scale", 2L)
        .containsEntry("no_value", 1L)
        .containsEntry("quantile", 1L)
        .containsEntry("metric_name", 1L);
    assertThat(batch.message())
        .isEqualTo("metric 'histogram': 2 bucket counts for 2 bounds (expected: one more); 9 more");
  }

  private static AnyValue nested(int depth, boolean maps) {
    var value = AnyValue.newBuilder().setStringValue("core").build();
    for (int i = 1; i < depth; i++) {
      value =
          maps && i % 2 == 0
              ? AnyValue.newBuilder()
                  .setKvlistValue(
                      KeyValueList.newBuilder()
                          .addValues(KeyValue.newBuilder().setKey("k").setValue(value)))
                  .build()
              : AnyValue.newBuilder()
                  .setArrayValue(ArrayValue.newBuilder().addValues(value))
                  .build();
    }
    return value;
  }

  private static ExportMetricsServiceRequest metrics(Metric... metrics) {
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder()
                .addScopeMetrics(ScopeMetrics.newBuilder().addAllMetrics(List.of(metrics))))
        .build();
  }

  private static Metric histogram(HistogramDataPoint point) {
    return Metric.newBuilder()
        .setName("histogram")
        .setHistogram(Histogram.newBuilder().addDataPoints(point))
        .build();
  }

  private static HistogramDataPoint histogramPoint(
      long count, List<Long> counts, List<Double> bounds) {
    return HistogramDataPoint.newBuilder()
        .setCount(count)
        .addAllBucketCounts(counts)
        .addAllExplicitBounds(bounds)
        .build();
  }

  private static Metric exponential(int scale, long count) {
    return Metric.newBuilder()
        .setName("exponential")
        .setExponentialHistogram(
            ExponentialHistogram.newBuilder()
                .addDataPoints(
                    ExponentialHistogramDataPoint.newBuilder().setScale(scale).setCount(count)))
        .build();
  }

  /// A field with this tag and these bytes.
  private static ByteString lengthOf(int tag, ByteString bytes) {
    var head = ByteString.newOutput();
    head.write(tag);
    int rest = bytes.size();
    while (rest > 127) {
      head.write((rest & 127) | 128);
      rest >>>= 7;
    }
    head.write(rest);
    return head.toByteString().concat(bytes);
  }

  private static String spanJson(String fields) {
    return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{" + fields + "}]}]}]}";
  }

  private static Span only(ExportTraceServiceRequest request) {
    return decode(request.toByteArray()).getFirst();
  }

  private static Span onlyJson(String json) {
    return decodeJson(json).getFirst();
  }

  private static List<Span> decode(byte[] bytes) {
    return TraceDecoder.decode(new ProtobufFields(bytes), ATTRIBUTES_MAX).items();
  }

  private static List<Span> decodeJson(String json) {
    return TraceDecoder.decode(new JsonFields(json.getBytes(UTF_8)), ATTRIBUTES_MAX).items();
  }

  private static void assertRefused(byte[] bytes, String why) {
    assertThatThrownBy(() -> decode(bytes))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining(why);
  }
}

package dev.bellwether.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final Workload WORKLOAD =
      new Workload(42, 20_000, Instant.parse("2026-01-05T09:00:00Z"), Duration.ofHours(1));

  @Test
  void the_same_seed_gives_the_same_bytes_on_every_machine() throws NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");

    long spans = WORKLOAD.send(digest::update);

    assertThat(spans).isBetween(20_000L, 20_013L);
    assertThat(HexFormat.of().formatHex(digest.digest(), 0, 8)).isEqualTo("f5c09c6b4efb23bf");
  }

  @Test
  void another_seed_gives_other_bytes() {
    var other = new Workload(43, 20_000, WORKLOAD.start(), WORKLOAD.spread());

    assertThat(requests(other).getFirst()).isNotEqualTo(requests(WORKLOAD).getFirst());
  }

  @Test
  void a_request_is_of_one_service_with_its_resource_and_at_most_512_spans() {
    for (var request : requests(WORKLOAD)) {
      assertThat(request.getResourceSpansCount()).isOne();
      assertThat(request.getResourceSpans(0).getResource().getAttributesCount()).isEqualTo(20);
      assertThat(spans(request)).hasSizeBetween(1, 512);
    }
  }

  @Test
  void every_parent_is_a_span_of_the_same_trace() {
    var all = requests(WORKLOAD).stream().flatMap(request -> spans(request).stream()).toList();

    var ids = new HashSet<>();
    all.forEach(span -> ids.add(span.getTraceId().concat(span.getSpanId())));

    assertThat(ids).hasSameSizeAs(all);
    assertThat(all)
        .allMatch(span ->
            span.getParentSpanId().isEmpty()
                || ids.contains(span.getTraceId().concat(span.getParentSpanId())));
  }

  @Test
  void three_trades_in_a_hundred_fail_most_of_them_of_emea_on_friday() {
    var trades =
        requests(WORKLOAD).stream()
            .flatMap(request -> spans(request).stream())
            .filter(span -> span.getName().equals("POST /trade/request"))
            .toList();

    var failed =
        trades.stream()
            .filter(span -> span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR)
            .toList();
    var troubled =
        failed.stream()
            .filter(span -> has(span, "region", "EMEA") && has(span, "day_of_week", "F"))
            .toList();

    assertThat((double) failed.size() / trades.size()).isBetween(0.02, 0.04);
    assertThat((double) troubled.size() / failed.size()).isGreaterThan(0.7);
  }

  private static boolean has(Span span, String key, String value) {
    return span.getAttributesList().stream()
        .anyMatch(one ->
            one.getKey().equals("com.example." + key)
                && one.getValue().getStringValue().equals(value));
  }

  private static List<Span> spans(ExportTraceServiceRequest request) {
    return request.getResourceSpansList().stream()
        .map(ResourceSpans::getScopeSpansList)
        .flatMap(List::stream)
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  private static List<ExportTraceServiceRequest> requests(Workload workload) {
    List<ExportTraceServiceRequest> requests = new ArrayList<>();
    workload.send(bytes -> {
      try {
        requests.add(ExportTraceServiceRequest.parseFrom(bytes));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
    });
    return requests;
  }
}

package dev.bellwether.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Compares both walks with the generated classes, on requests that hold a bit of everything.
class DecodersTest {
  private static final int ATTRIBUTES_MAX = 128;
  private static final int ROUNDS = 300;

  private final long seed = Long.getLong("seed", System.nanoTime());

  @Test
  void protobuf_means_what_the_generated_classes_say() {
    for (long round = seed; round < seed + ROUNDS; round++) {
      var random = new RandomTelemetry(round);
      var traces = random.traces();
      var logs = random.logs();
      var metrics = random.metrics();

      assertSame(round, spans(traces.toByteArray()), Oracle.spans(traces));
      assertSame(round, logs(logs.toByteArray()), Oracle.logs(logs));
      assertSame(round, points(metrics.toByteArray()), Oracle.points(metrics));
    }
  }

  @Test
  void json_means_the_same_in_any_order_of_fields() {
    for (long round = seed; round < seed + ROUNDS; round++) {
      var random = new RandomTelemetry(round);
      var json = new OtlpJson(round);
      var traces = random.traces();
      var logs = random.logs();
      var metrics = random.metrics();

      assertSame(
          round, TraceDecoder.decode(json(json.of(traces)), ATTRIBUTES_MAX), Oracle.spans(traces));
      assertSame(round, LogDecoder.decode(json(json.of(logs)), ATTRIBUTES_MAX), Oracle.logs(logs));
      assertSame(
          round,
          MetricDecoder.decode(json(json.of(metrics)), ATTRIBUTES_MAX),
          Oracle.points(metrics));
    }
  }

  @Test
  void a_request_that_is_cut_is_read_or_refused_but_nothing_else() {
    var random = new RandomTelemetry(seed);
    var json = new OtlpJson(seed).of(random.traces()).getBytes(UTF_8);
    eachPrefix(random.traces().toByteArray(), this::spans);
    eachPrefix(random.logs().toByteArray(), this::logs);
    eachPrefix(random.metrics().toByteArray(), this::points);
    eachPrefix(json, bytes -> TraceDecoder.decode(new JsonFields(bytes), ATTRIBUTES_MAX));
  }

  @Test
  void a_request_with_flipped_bytes_is_read_or_refused_but_nothing_else() {
    for (long round = seed; round < seed + ROUNDS; round++) {
      var random = new RandomTelemetry(round);
      flipped(round, random.traces().toByteArray(), this::spans);
      flipped(round, random.logs().toByteArray(), this::logs);
      flipped(round, random.metrics().toByteArray(), this::points);
      flipped(
          round,
          new OtlpJson(round).of(random.metrics()).getBytes(UTF_8),
          bytes -> MetricDecoder.decode(new JsonFields(bytes), ATTRIBUTES_MAX));
    }
  }

  private void eachPrefix(byte[] whole, Function<byte[], Batch<?>> decode) {
    for (int length = 0; length < whole.length; length++) {
      readOrRefused("seed %d, length %d".formatted(seed, length), copyOf(whole, length), decode);
    }
  }

  private static void flipped(long round, byte[] whole, Function<byte[], Batch<?>> decode) {
    var random = new Random(round);
    for (int i = 0; i < 20 && whole.length > 0; i++) {
      var bytes = whole.clone();
      for (int j = random.nextInt(3); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      readOrRefused("seed " + round, bytes, decode);
    }
  }

  private static void readOrRefused(String what, byte[] bytes, Function<byte[], Batch<?>> decode) {
    try {
      var _ = decode.apply(bytes);
    } catch (DecodeException e) {
      assertThat(e.getMessage()).as(what).isNotBlank();
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
  }

  private static void assertSame(long round, Batch<?> decoded, List<?> expected) {
    assertThat(decoded.message()).as("seed " + round).isEmpty();
    assertThat(List.copyOf(decoded.items())).as("seed " + round).isEqualTo(expected);
  }

  private Batch<?> spans(byte[] bytes) {
    return TraceDecoder.decode(new ProtobufFields(bytes), ATTRIBUTES_MAX);
  }

  private Batch<?> logs(byte[] bytes) {
    return LogDecoder.decode(new ProtobufFields(bytes), ATTRIBUTES_MAX);
  }

  private Batch<?> points(byte[] bytes) {
    return MetricDecoder.decode(new ProtobufFields(bytes), ATTRIBUTES_MAX);
  }

  private static Fields json(String text) {
    return new JsonFields(text.getBytes(UTF_8));
  }

  private static byte[] copyOf(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }
}

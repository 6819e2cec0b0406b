package dev.bellwether.otlp;

import com.google.protobuf.ByteString;
import dev.bellwether.http.Gzip;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;

/// What decoding costs, in CPU seconds per million spans: `main` prints a table. Not a test.
///
/// 64 batches of 512 spans with 12 attributes, one of five services each, as the trading system
/// sends them; one thread, the first rounds are for warming up.
public final class DecodeCost {
  private static final int BATCHES = 64;
  private static final int BATCH_SPANS = 512;
  private static final int ROUNDS = 12;
  private static final int WARM_UP_ROUNDS = 4;

  private DecodeCost() {}

  public static void main(String[] arguments) {
    var random = new Random(42);
    List<byte[]> plain = new ArrayList<>();
    List<byte[]> zipped = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      var bytes = batch(random).toByteArray();
      plain.add(bytes);
      zipped.add(Gzip.deflated(bytes));
    }
    System.out.printf(
        "%d batches of %d spans, %d B a span, %d B gzip%n",
        BATCHES, BATCH_SPANS, bytesPerSpan(plain), bytesPerSpan(zipped));
    for (int round = 0; round < ROUNDS; round++) {
      double inflate = cost(zipped, body -> Gzip.inflated(body, 20 << 20).length);
      double walk = cost(plain, body -> decoded(body));
      double both = cost(zipped, body -> decoded(Gzip.inflated(body, 20 << 20)));
      double generated = cost(plain, DecodeCost::generated);
      if (round >= WARM_UP_ROUNDS) {
        System.out.printf(
            "CPU-s per million spans: gunzip %.2f  decode %.2f  gunzip+decode %.2f"
                + "  by the generated classes %.2f%n",
            inflate, walk, both, generated);
      }
    }
  }

  private static long decoded(byte[] body) {
    return TraceDecoder.decode(new ProtobufFields(body), 128).items().size();
  }

  private static long generated(byte[] body) {
    try {
      return Oracle.spans(ExportTraceServiceRequest.parseFrom(body)).size();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double cost(List<byte[]> bodies, ToLongFunction<byte[]> work) {
    var threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    long sum = 0;
    for (var body : bodies) {
      sum += work.applyAsLong(body);
    }
    double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
    return sum == 0 ? Double.NaN : seconds * 1_000_000 / (BATCHES * BATCH_SPANS);
  }

  private static long bytesPerSpan(List<byte[]> bodies) {
    return bodies.stream().mapToLong(body -> body.length).sum() / (BATCHES * BATCH_SPANS);
  }

  private static ExportTraceServiceRequest batch(Random random) {
    var spans = new Span[BATCH_SPANS];
    for (int i = 0; i < BATCH_SPANS; i++) {
      var span =
          Span.newBuilder()
              .setTraceId(id(random, 16))
              .setSpanId(id(random, 8))
              .setParentSpanId(id(random, 8))
              .setName("POST /trade/request")
              .setKind(Span.SpanKind.SPAN_KIND_SERVER)
              .setStartTimeUnixNano(1_700_000_000_000_000_000L + random.nextInt())
              .setEndTimeUnixNano(1_700_000_000_001_000_000L + random.nextInt());
      span.addAttributes(Receiver.attribute("http.request.method", "POST"));
      span.addAttributes(Receiver.attribute("url.path", "/trade/request"));
      span.addAttributes(Receiver.attribute("server.address", "localhost"));
      span.addAttributes(Receiver.attribute("network.protocol.version", "1.1"));
      span.addAttributes(Receiver.attribute("user_agent.original", "Java-http-client/25.0.3"));
      for (var key : List.of("customer_id", "day_of_week", "region", "symbol", "classification")) {
        span.addAttributes(Receiver.attribute("com.example." + key, key + random.nextInt(40)));
      }
      span.addAttributes(Receiver.attribute("com.example.trade_id", "t" + random.nextLong()));
      span.addAttributes(Receiver.attribute("thread.name", "virtual-" + random.nextInt(500)));
      spans[i] = span.build();
    }
    return Receiver.of(spans);
  }

  private static ByteString id(Random random, int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }
}

package dev.bellwether.benchmarks.layout;

import dev.bellwether.benchmarks.Workload;
import dev.bellwether.http.Request;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.otlp.OtlpCounters;
import dev.bellwether.otlp.OtlpHttpHandler;
import dev.bellwether.otlp.OtlpLimits;
import dev.bellwether.store.TelemetryWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/// Prints what each layout costs: `benchmarks/layout [SPANS] [SEGMENT_SPANS]`. One thread.
///
/// The first segment is for warming up and is not counted.
public final class LayoutExperiment implements TelemetryWriter {
  private static final String CUSTOMER = "com.example.customer_id";
  private static final Value ONE_CUSTOMER = Value.of("c.casey");
  private static final int TRACES_READ = 1_000;

  /// A thousand trades a second, a dozen at any one time: their spans arrive mixed.
  private static final int SPANS_PER_MILLI = 14;

  private final int segmentSpans;
  private final OtlpHttpHandler receiver =
      new OtlpHttpHandler(this, OtlpLimits.DEFAULT, new OtlpCounters());
  private final List<byte[]> requests = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private Map<TraceId, Set<Span>> byTrace = Map.of();
  private final Cpu decoding = new Cpu();
  private final Map<String, Figures> figures = new LinkedHashMap<>();
  private final TableFigures tables = new TableFigures(false);
  private final TableFigures tablesOfUniqueValues = new TableFigures(true);
  private long counted;
  private boolean warm;

  private LayoutExperiment(int segmentSpans) {
    this.segmentSpans = segmentSpans;
  }

  /// Measures and prints.
  ///
  /// @param arguments how many spans in all, a million where nothing is said, and in one segment,
  ///   65,536 where nothing is said
  public static void main(String[] arguments) {
    long spans = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
    int segmentSpans = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 65_536;
    var spread = Duration.ofMillis(spans / SPANS_PER_MILLI);
    var workload = new Workload(42, spans, Instant.parse("2026-01-05T09:00:00Z"), spread);
    var experiment = new LayoutExperiment(segmentSpans);
    workload.send(experiment::receive);
    experiment.print();
  }

  @Override
  public void appendSpans(List<Span> batch) {
    spans.addAll(batch);
  }

  @Override
  public void appendLogs(List<LogRecord> records) {
    throw new IllegalStateException("the workload has no log records");
  }

  @Override
  public void appendPoints(List<MetricPoint> points) {
    throw new IllegalStateException("the workload has no metric points");
  }

  private void receive(byte[] request) {
    var headers = Map.of("content-type", "application/x-protobuf");
    decoding.of(
        () -> receiver.handle(new Request("POST", "/v1/traces", Map.of(), headers, request)));
    requests.add(request);
    if (spans.size() >= segmentSpans) {
      measure();
      if (!warm) {
        warm = true;
        figures.clear();
        tables.clear();
        tablesOfUniqueValues.clear();
        decoding.clear();
        counted = 0;
      }
      requests.clear();
      spans.clear();
    }
  }

  private void measure() {
    counted += spans.size();
    byTrace = spans.stream().collect(Collectors.groupingBy(Span::traceId, Collectors.toSet()));
    for (int level : List.of(1, 3)) {
      for (int kibibytes : List.of(64, 256, 1024)) {
        raw(new RawBlocks(level, kibibytes << 10, 0));
        raw(new RawBlocks(level, kibibytes << 10, 64 << 10));
      }
      for (int kibibytes : List.of(64, 256)) {
        rows(level, kibibytes);
      }
    }
    tables.measure(spans);
    tablesOfUniqueValues.measure(spans);
  }

  private void raw(RawBlocks layout) {
    var figure = of(layout.toString());
    figure.add("all", figure.build.of(() -> layout.size(requests)));
  }

  private void rows(int level, int kibibytes) {
    var figure = of("rows, zstd %d, blocks of %4d KiB".formatted(level, kibibytes));
    var rows = figure.build.of(() -> new RowBlocks(spans, level, kibibytes << 10));
    figure.add("all", rows.size());
    for (var some : someSpans()) {
      figure.reads++;
      check(figure.read.of(() -> rows.trace(some.traceId())), some);
    }
    check(figure.scan.of(() -> rows.count(CUSTOMER, ONE_CUSTOMER)));
  }

  /// The same in every segment and layout, fewer of each segment where there are many segments.
  private List<Span> someSpans() {
    var random = new Random(7);
    List<Span> some = new ArrayList<>();
    for (int i = 0; i < Math.max(20, TRACES_READ * segmentSpans / 1_000_000); i++) {
      some.add(spans.get(random.nextInt(spans.size())));
    }
    return some;
  }

  private void check(List<Span> read, Span some) {
    var expected = byTrace.getOrDefault(some.traceId(), Set.of());
    if (!expected.equals(Set.copyOf(read))) {
      throw new IllegalStateException("read %s%nexpected %s".formatted(read, expected));
    }
  }

  private void check(long count) {
    long expected =
        spans.stream().filter(s -> ONE_CUSTOMER.equals(s.attributes().get(CUSTOMER))).count();
    if (count != expected) {
      throw new IllegalStateException("found %d of %d spans".formatted(count, expected));
    }
  }

  private Figures of(String layout) {
    return figures.computeIfAbsent(layout, _ -> new Figures());
  }

  private void print() {
    double millions = counted / 1e6;
    System.out.printf(
        "%d spans in segments of %d; decoding %.2f CPU-s per million%n%n",
        counted, segmentSpans, decoding.seconds() / millions);
    System.out.println("| layout | bytes a span | build CPU-s/M | trace CPU ms | scan CPU-s/M |");
    System.out.println("|---|---|---|---|---|");
    figures.forEach((name, figure) ->
        System.out.printf(
            "| %s | %.1f | %.2f | %.2f | %.3f |%n",
            name,
            (double) figure.bytes() / counted,
            figure.build.seconds() / millions,
            figure.reads == 0 ? 0 : figure.read.seconds() * 1e3 / figure.reads,
            figure.scan.seconds() / millions));
    tables.print();
    tablesOfUniqueValues.print();
  }

  private static final class Figures {
    private final Cpu build = new Cpu();
    private final Cpu read = new Cpu();
    private final Cpu scan = new Cpu();
    private final Map<String, Long> sizes = new LinkedHashMap<>();
    private int reads;

    void add(String part, long bytes) {
      sizes.merge(part, bytes, Long::sum);
    }

    long bytes() {
      return sizes.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}

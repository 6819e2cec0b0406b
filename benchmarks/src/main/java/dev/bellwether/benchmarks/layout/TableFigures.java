package dev.bellwether.benchmarks.layout;

import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.segments.columns.SpanTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/// Writes each segment as a [SpanTable] and asks it what an engine asks. Every answer is compared
/// with the spans that went in.
final class TableFigures {
  private static final String UNIQUE_KEY = "com.example.request_id";
  private static final int QUESTIONS = 200;
  private static final int TRACES_READ = 100;

  private final boolean unique;
  private final Random random = new Random(7);
  private final Map<String, Cpu> work = new HashMap<>();
  private final Map<String, Long> times = new HashMap<>();
  private long spans;
  private long bytes;
  private long falsePositives;

  /// @param unique whether each span gets one more attribute, of a value that no other span has
  TableFigures(boolean unique) {
    this.unique = unique;
  }

  void clear() {
    work.clear();
    times.clear();
    spans = 0;
    bytes = 0;
    falsePositives = 0;
  }

  void measure(List<Span> segment) {
    var rows = unique ? segment.stream().map(this::withUniqueValue).toList() : segment;
    try {
      var file = Files.createTempFile("spans", ".columns");
      try {
        measure(rows, file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void print() {
    double millions = spans / 1e6;
    System.out.printf(
        "%n%d spans as tables%s: %.1f bytes a span, written in %.2f CPU-s per million%n",
        spans,
        unique ? ", each with a unique value" : "",
        (double) bytes / spans,
        seconds("write") / millions);
    for (var question :
        List.of(
            "open",
            "trace",
            "summary of a trace",
            "contains, trace elsewhere",
            "contains, span is there",
            "customer, newest 20",
            "failed, newest 20",
            "rare value, filter alone",
            "rare value, without filter",
            "rare value, found",
            "words, without filter")) {
      System.out.printf(
          "  %-28s %8.1f µs CPU%n",
          question, seconds(question) * 1e6 / times.getOrDefault(question, 1L));
    }
    System.out.printf(
        "  filter wrong for %.2f %% of absent values%n",
        100.0 * falsePositives / times.getOrDefault("rare value, filter alone", 1L));
  }

  private void measure(List<Span> rows, Path file) throws IOException {
    spans += rows.size();
    cost(
        "write",
        1,
        () -> {
          write(file, rows);
          return file;
        });
    bytes += Files.size(file);
    cost("open", 1, () -> open(file)).close();
    try (var table = open(file)) {
      traces(rows, table);
      identities(rows, table);
      searches(rows, table);
    }
  }

  private void traces(List<Span> rows, SpanTable table) {
    var byTrace = new HashMap<TraceId, List<Span>>();
    rows.forEach(span -> byTrace.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span));
    for (var i = 0; i < TRACES_READ; i++) {
      var id = any(rows).traceId();
      var read = cost("trace", 1, () -> table.trace(id));
      check(Set.copyOf(byTrace.getOrDefault(id, List.of())), Set.copyOf(read));
      check(
          read.size(),
          cost("summary of a trace", 1, () -> table.part(id).orElseThrow()).spanCount());
    }
  }

  private void identities(List<Span> rows, SpanTable table) {
    cost(
        "contains, trace elsewhere",
        rows.size(),
        () -> {
          var found = 0;
          for (var span : rows) {
            found += table.contains(new TraceId(span.traceId().low(), 1), span.id()) ? 1 : 0;
          }
          return check(0, found);
        });
    cost(
        "contains, span is there",
        rows.size(),
        () -> {
          var found = 0;
          for (var span : rows) {
            found += table.contains(span.traceId(), new SpanId(span.id().bits())) ? 1 : 0;
          }
          return check(rows.size(), found);
        });
  }

  private void searches(List<Span> rows, SpanTable table) {
    search("customer, newest 20", "com.example.customer_id : c.casey", rows, table);
    search("failed, newest 20", "status : error", rows, table);
    var key = unique ? UNIQUE_KEY : "com.example.trade_id";
    for (var i = 0; i < QUESTIONS; i++) {
      var absent = Query.parse("%s : \"nobody-%d\"".formatted(key, i));
      falsePositives += cost("rare value, filter alone", 1, () -> table.mayMatch(absent)) ? 1 : 0;
    }
    search("rare value, without filter", key + " : nobody", rows, table);
    var value =
        rows.stream()
            .map(span -> span.attributes().get(key))
            .filter(one -> one != null)
            .findFirst();
    search(
        "rare value, found", "%s : \"%s\"".formatted(key, value.orElseThrow().text()), rows, table);
    search("words, without filter", "connection refused", rows, table);
  }

  private void search(String question, String text, List<Span> rows, SpanTable table) {
    var query = Query.parse(text);
    var found =
        cost(
            question,
            1,
            () -> {
              var hits = table.search(TimeRange.ALWAYS, query, () -> false);
              table.spans(hits.newest(20));
              return hits.size();
            });
    check(rows.stream().filter(query::matches).count(), (long) found);
  }

  private Span withUniqueValue(Span span) {
    var attributes = new HashMap<>(span.attributes());
    attributes.put(UNIQUE_KEY, Value.of(Long.toHexString(random.nextLong()) + "-" + span.id()));
    return span.withAttributes(attributes);
  }

  private Span any(List<Span> rows) {
    return rows.get(random.nextInt(rows.size()));
  }

  private <T> T cost(String question, int count, Supplier<T> asked) {
    times.merge(question, (long) count, Long::sum);
    return work.computeIfAbsent(question, _ -> new Cpu()).of(asked);
  }

  private double seconds(String question) {
    return work.getOrDefault(question, new Cpu()).seconds();
  }

  private static <T> T check(T expected, T answer) {
    if (!expected.equals(answer)) {
      throw new IllegalStateException("answer %s%nexpected %s".formatted(answer, expected));
    }
    return answer;
  }

  private static void write(Path file, List<Span> rows) {
    try {
      SpanTable.write(file, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SpanTable open(Path file) {
    try {
      return SpanTable.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

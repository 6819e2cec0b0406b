package dev.bellwether.store.segments.columns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyKeysTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int SPANS = 20_000;

  @TempDir Path folder;

  @Test
  void another_key_on_each_span_is_found_by_its_name_and_costs_little() throws IOException {
    try (var table =
        table(SPANS, row -> Map.of("key." + row, Value.of(row), "all", Value.of("same")))) {
      assertThat(count(table, "key.17 : 17")).isEqualTo(1);
      assertThat(count(table, "key.19999 : *")).isEqualTo(1);
      assertThat(count(table, "key.19999 : 17")).isZero();
      assertThat(count(table, "all : same and not key.300 : *")).isEqualTo(SPANS - 1);
      assertThat(table.bytes() / SPANS).isLessThan(60);
    }
  }

  @Test
  void sixteen_new_keys_on_each_span_neither_break_it_nor_are_lost() throws IOException {
    IntFunction<Map<String, Value>> sixteen =
        row -> {
          var attributes = new HashMap<String, Value>();
          IntStream.range(0, 16).forEach(i -> attributes.put(row + "." + i, Value.of(i)));
          return attributes;
        };
    try (var table = table(SPANS, sixteen)) {
      assertThat(table.trace(traceId(12_345)).getFirst().attributes())
          .isEqualTo(sixteen.apply(12_345));
      assertThat(count(table, "\"19999.15\" : 15")).isEqualTo(1);
    }
  }

  @Test
  void a_value_that_no_other_span_has_is_found_and_others_are_ruled_out() throws IOException {
    var random = new Random(SEED);
    var values = IntStream.range(0, SPANS).mapToObj(_ -> "u" + random.nextLong()).toList();
    try (var table = table(SPANS, row -> Map.of("unique", Value.of(values.get(row))))) {
      assertThat(count(table, "unique : \"%s\"".formatted(values.get(777)))).isEqualTo(1);
      var wrong =
          IntStream.range(0, 2_000)
              .filter(i -> table.mayMatch(Query.parse("unique : \"nobody %d\"".formatted(i))))
              .count();
      assertThat(wrong).as("seed %d", SEED).isLessThan(2_000 * 3 / 100);
    }
  }

  @Test
  void keys_with_more_values_than_the_filter_holds_are_still_found() throws IOException {
    IntFunction<Map<String, Value>> ten =
        row -> {
          var attributes = new HashMap<String, Value>();
          IntStream.range(0, 10).forEach(i -> attributes.put("k" + i, Value.of(row + "/" + i)));
          return attributes;
        };
    try (var table = table(6_000, ten)) {
      for (var i = 0; i < 10; i++) {
        assertThat(count(table, "k%d : \"4321/%d\"".formatted(i, i))).isEqualTo(1);
      }
      assertThat(table.bytes() / 6_000).isLessThan(100);
    }
  }

  @Test
  void values_of_a_megabyte_come_back() throws IOException {
    var random = new Random(SEED);
    var large =
        IntStream.range(0, 20)
            .mapToObj(_ -> {
              var bytes = new byte[1 << 20];
              random.nextBytes(bytes);
              return (Value) new Value.Bytes(bytes);
            })
            .toList();
    try (var table = table(20, row -> Map.of("large", large.get(row)))) {
      for (var row = 0; row < 20; row++) {
        assertThat(table.trace(traceId(row)).getFirst().attributes())
            .as("seed %d", SEED)
            .isEqualTo(Map.of("large", large.get(row)));
      }
    }
  }

  private SpanTable table(int spans, IntFunction<Map<String, Value>> attributes)
      throws IOException {
    var file = folder.resolve("spans");
    var rows = IntStream.range(0, spans).mapToObj(row -> span(row, attributes.apply(row))).toList();
    SpanTable.write(file, rows);
    return SpanTable.open(file);
  }

  /// What a search finds; a filter that rules it out finds nothing.
  private static int count(SpanTable table, String text) {
    var query = Query.parse(text);
    return table.mayMatch(query) ? table.search(TimeRange.ALWAYS, query, () -> false).size() : 0;
  }

  private static Span span(int row, Map<String, Value> attributes) {
    return new Span(
        traceId(row),
        new SpanId(row + 1),
        null,
        "",
        0,
        "name",
        Span.Kind.SERVER,
        row,
        row + 5,
        attributes,
        List.of(),
        List.of(),
        Span.Status.UNSET,
        new Resource(Map.of("service.name", Value.of("trader"))),
        Scope.NONE,
        0);
  }

  private static TraceId traceId(int row) {
    return new TraceId(1, row + 1);
  }
}

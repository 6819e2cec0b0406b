package dev.bellwether.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.model.Span.Status;
import dev.bellwether.store.query.Field.Attribute;
import dev.bellwether.store.query.Field.Attribute.Source;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.Query.Comparison;
import dev.bellwether.store.query.Query.Operator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryPrintTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "service.name : trader and status : error and duration > 200000000ns",
        "a and (b or c) and not (d and e)",
        "name : \"POST /record\"",
        "com.example.shares >= 10",
        "timestamp >= \"2026-05-04T12:00:00Z\"",
        "severity >= warn",
        "resource.attributes.host.name : db*",
        "not parent.id : *",
      })
  void a_query_is_printed_as_one_would_write_it(String query) {
    assertThat(Query.parse(query)).hasToString(query);
  }

  @Test
  void random_queries_are_read_as_they_were_printed() {
    var seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    for (var round = 0; round < 5_000; round++) {
      var query = query(random, 4);

      assertThat(Query.parse(query.toString()))
          .as("seed %d, round %d: %s", seed, round, query)
          .isEqualTo(query);
    }
  }

  /// Whatever is typed is either understood or refused with a position within it.
  @Test
  void random_text_is_understood_or_refused_in_place() {
    var seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    var pieces =
        List.of(
            "and",
            "or",
            "not",
            "(",
            ")",
            ":",
            ">",
            "<=",
            "*",
            "\"",
            "\\",
            " ",
            "a",
            "status",
            "error",
            "duration",
            "5ms",
            "timestamp",
            "severity",
            "shares",
            "10",
            "=",
            "é",
            "\n");
    for (var round = 0; round < 20_000; round++) {
      var text =
          Stream.generate(() -> pieces.get(random.nextInt(pieces.size())))
              .limit(random.nextInt(12))
              .collect(Collectors.joining(random.nextBoolean() ? " " : ""));
      try {
        var query = Query.parse(text);
        assertThat(Query.parse(query.toString())).as("seed %d: %s", seed, text).isEqualTo(query);
      } catch (QuerySyntaxException e) {
        assertThat(e.position()).as("seed %d: %s", seed, text).isBetween(0, text.length());
        assertThat(e.rendered()).as("seed %d: %s", seed, text).contains("^");
      }
    }
  }

  private static Query query(Random random, int depth) {
    var kinds = depth == 0 ? 4 : 7;
    return switch (random.nextInt(kinds)) {
      case 0 -> Query.EVERYTHING;
      case 1 -> new Query.Exists(field(random));
      case 2 -> new Query.FullText(fullTextPattern(random));
      case 3 -> comparison(random);
      case 4 -> new Query.And(clauses(random, depth));
      case 5 -> new Query.Or(clauses(random, depth));
      default -> new Query.Not(query(random, depth - 1));
    };
  }

  private static List<Query> clauses(Random random, int depth) {
    return Stream.generate(() -> query(random, depth - 1)).limit(random.nextInt(2, 5)).toList();
  }

  private static Field field(Random random) {
    if (random.nextBoolean()) {
      return oneOf(random, Intrinsic.values());
    }
    var source = oneOf(random, Source.values());
    return new Attribute(source, "key." + text(random));
  }

  private static Comparison comparison(Random random) {
    var order = oneOf(random, Operator.values());
    return switch (random.nextInt(6)) {
      case 0 ->
          new Comparison(
              Intrinsic.DURATION, order, new Literal.Duration(random.nextLong(Long.MAX_VALUE)));
      case 1 -> new Comparison(Intrinsic.TIMESTAMP, order, new Literal.Time(random.nextLong()));
      case 2 -> new Comparison(Intrinsic.SEVERITY, order, new Literal.Choice(Severity.ERROR));
      case 3 ->
          new Comparison(Intrinsic.STATUS, Operator.EQUAL, new Literal.Choice(Status.Code.OK));
      case 4 -> new Comparison(new Attribute(Source.ANY, "number"), order, number(random));
      default ->
          new Comparison(
              new Attribute(Source.OWN, "text"), Operator.EQUAL, new Literal.Text(pattern(random)));
    };
  }

  private static Literal number(Random random) {
    return new Literal.Decimal(new BigDecimal(Double.toString(random.nextGaussian() * 1e6)));
  }

  private static TextPattern fullTextPattern(Random random) {
    var pattern = pattern(random);
    return pattern.equals(TextPattern.literal("")) ? TextPattern.literal("x") : pattern;
  }

  private static TextPattern pattern(Random random) {
    var parts = Stream.generate(() -> text(random)).limit(random.nextInt(1, 4)).toList();
    try {
      var pattern = new TextPattern(parts);
      return pattern.isAnything() ? TextPattern.literal("10") : pattern;
    } catch (IllegalArgumentException e) {
      return TextPattern.literal(""); // two stars beside each other
    }
  }

  private static String text(Random random) {
    var characters = "aB1.-/:<>=()\"\\* \tµ\n'";
    return random
        .ints(random.nextInt(5), 0, characters.length())
        .mapToObj(i -> characters.substring(i, i + 1))
        .collect(Collectors.joining());
  }

  private static <T> T oneOf(Random random, T[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}

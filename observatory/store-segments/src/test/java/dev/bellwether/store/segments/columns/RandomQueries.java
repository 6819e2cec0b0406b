package dev.bellwether.store.segments.columns;

import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.model.Span;
import dev.bellwether.store.query.Field;
import dev.bellwether.store.query.Field.Attribute;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.Literal;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.query.TextPattern;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Query trees about [HostileRecords], also such as no text parses to.
final class RandomQueries {
  private final Random random;
  private final HostileRecords words;

  RandomQueries(long seed, int traces) {
    this.random = new Random(seed);
    this.words = new HostileRecords(seed, traces);
  }

  Query query(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0 -> random.nextInt(4) == 0 ? Query.EVERYTHING : new Query.FullText(pattern());
      case 1 -> new Query.Exists(field());
      case 2, 3, 4, 5, 6 -> comparison();
      case 7 -> new Query.And(clauses(depth - 1));
      case 8 -> new Query.Or(clauses(depth - 1));
      default -> new Query.Not(query(depth - 1));
    };
  }

  private List<Query> clauses(int depth) {
    return Stream.generate(() -> query(depth)).limit(2 + random.nextInt(2)).toList();
  }

  private Query comparison() {
    var literal = literal();
    var operators = Query.Operator.values();
    var operator =
        literal instanceof Literal.Text
            ? Query.Operator.EQUAL
            : operators[random.nextInt(operators.length)];
    return new Query.Comparison(field(), operator, literal);
  }

  private Literal literal() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> new Literal.Text(pattern());
      case 3, 4 ->
          new Literal.Decimal(
              List.of(
                      BigDecimal.TEN,
                      new BigDecimal("4.5"),
                      BigDecimal.ZERO,
                      new BigDecimal("10.0"))
                  .get(random.nextInt(4)));
      case 5 -> new Literal.Duration(Math.max(0, words.nanos() - 1_000));
      case 6 -> new Literal.Time(words.nanos());
      default ->
          new Literal.Choice(
              List.<Enum<?>>of(
                      Span.Kind.SERVER,
                      Span.Kind.UNSPECIFIED,
                      Span.Status.Code.ERROR,
                      Severity.WARN,
                      Severity.ERROR)
                  .get(random.nextInt(5)));
    };
  }

  private TextPattern pattern() {
    var text = random.nextInt(6) == 0 ? words.traceId().toString() : words.text();
    return switch (random.nextInt(6)) {
      case 0 -> new TextPattern(List.of("", ""));
      case 1 -> new TextPattern(List.of(text, ""));
      case 2 -> new TextPattern(List.of("", text));
      default -> TextPattern.literal(text);
    };
  }

  private Field field() {
    if (random.nextBoolean()) {
      var sources = Attribute.Source.values();
      var key = HostileRecords.KEYS.get(random.nextInt(HostileRecords.KEYS.size()));
      return new Attribute(sources[random.nextInt(sources.length)], key);
    }
    return List.of(Intrinsic.values()).get(random.nextInt(Intrinsic.values().length));
  }
}

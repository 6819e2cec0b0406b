package dev.bellwether.store.query;

import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.model.Span.Kind;
import dev.bellwether.model.Span.Status;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.Query.Operator;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Gives a written value the type that its field asks for.
final class Literals {
  private static final Map<String, Long> NANOS_OF_UNIT =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L, // the micro sign
          "μs", 1_000L, // the Greek letter, which looks the same
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private static final List<Severity> SEVERITIES =
      Arrays.stream(Severity.values()).filter(s -> s != Severity.UNSPECIFIED).toList();

  private final String query;
  private final int start;

  /// @param start where in the query the value begins
  Literals(String query, int start) {
    this.query = query;
    this.start = start;
  }

  Literal read(Field field, Operator operator, Parser.Term value) {
    return switch (field) {
      case Field.Attribute _ -> operator == Operator.EQUAL ? numberOrText(value) : number(value);
      case Intrinsic intrinsic -> {
        if (operator != Operator.EQUAL && !hasOrder(intrinsic)) {
          throw error("%s has no order (expected: ':')".formatted(intrinsic.written()));
        }
        yield ofIntrinsic(intrinsic, value);
      }
    };
  }

  private static boolean hasOrder(Intrinsic field) {
    return switch (field) {
      case DURATION, TIMESTAMP, SEVERITY -> true;
      case SERVICE_NAME,
          NAME,
          KIND,
          STATUS,
          STATUS_MESSAGE,
          BODY,
          EVENT_NAME,
          SCOPE_NAME,
          TRACE_ID,
          SPAN_ID,
          PARENT_ID ->
          false;
    };
  }

  private Literal ofIntrinsic(Intrinsic field, Parser.Term value) {
    return switch (field) {
      case DURATION -> duration(plain(value));
      case TIMESTAMP -> time(plain(value));
      case KIND -> choice(field, plain(value), List.of(Kind.values()));
      case STATUS -> choice(field, plain(value), List.of(Status.Code.values()));
      case SEVERITY -> choice(field, plain(value), SEVERITIES);
      case TRACE_ID, SPAN_ID, PARENT_ID -> new Literal.Text(lowerCase(value.pattern()));
      case SERVICE_NAME, NAME, STATUS_MESSAGE, BODY, EVENT_NAME, SCOPE_NAME ->
          new Literal.Text(value.pattern());
    };
  }

  private static Literal numberOrText(Parser.Term value) {
    var number =
        value.quoted() || value.pattern().hasWildcard()
            ? null
            : Numbers.parse(value.pattern().parts().getFirst());
    return number == null ? new Literal.Text(value.pattern()) : new Literal.Decimal(number);
  }

  private Literal number(Parser.Term value) {
    var literal = numberOrText(value);
    if (literal instanceof Literal.Text) {
      throw error("expected a number");
    }
    return literal;
  }

  private Literal duration(String text) {
    var unit = text.length();
    while (unit > 0 && Character.isLetter(text.charAt(unit - 1))) {
      unit--;
    }
    var number = Numbers.parse(text.substring(0, unit));
    var nanosOfUnit = NANOS_OF_UNIT.get(text.substring(unit));
    if (number == null || nanosOfUnit == null || number.signum() < 0) {
      throw error("expected a duration with its unit, such as 200ms or 1.5s (ns us ms s m h)");
    }
    var nanos = number.multiply(BigDecimal.valueOf(nanosOfUnit));
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw error("expected a duration below 292 years");
    }
    return new Literal.Duration(nanos.longValue());
  }

  private Literal time(String text) {
    try {
      var instant =
          text.indexOf('T') < 0
              ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
              : OffsetDateTime.parse(text).toInstant();
      var seconds = Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L);
      return new Literal.Time(Math.addExact(seconds, instant.getNano()));
    } catch (DateTimeException | ArithmeticException e) {
      throw error("expected a time such as 2026-05-04T12:00:00Z or 2026-05-04", e);
    }
  }

  private Literal choice(Intrinsic field, String text, List<? extends Enum<?>> choices) {
    for (var choice : choices) {
      if (choice.name().equalsIgnoreCase(text)) {
        return new Literal.Choice(choice);
      }
    }
    var names = choices.stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
    throw error(
        "%s: '%s' (expected: %s)".formatted(field.written(), text, String.join(", ", names)));
  }

  /// Ids are written in lower case, but not everywhere.
  private static TextPattern lowerCase(TextPattern pattern) {
    return new TextPattern(
        pattern.parts().stream().map(part -> part.toLowerCase(Locale.ROOT)).toList());
  }

  private String plain(Parser.Term value) {
    if (value.pattern().hasWildcard()) {
      throw error("'*' cannot stand in a value of this field");
    }
    return value.pattern().parts().getFirst();
  }

  private QuerySyntaxException error(String problem) {
    return new QuerySyntaxException(problem, query, start);
  }

  private QuerySyntaxException error(String problem, Exception cause) {
    var error = error(problem);
    error.initCause(cause);
    return error;
  }
}

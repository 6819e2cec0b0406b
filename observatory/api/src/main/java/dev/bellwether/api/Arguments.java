package dev.bellwether.api;

import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// What a request asks for, read by the rules that all paths share. Every message names the
/// parameter, its value and the rule.
final class Arguments {
  private static final int LIMIT_DEFAULT = 100;

  /// A page of 1,000 traces is about 400 KB of JSON, as much as a browser shows without a pause.
  private static final int LIMIT_MAX = 1_000;

  private static final Duration RANGE_DEFAULT = Duration.ofMinutes(15);

  /// The year 2262, where epoch nanoseconds leave 64 bits.
  private static final long EPOCH_MILLIS_MAX = Long.MAX_VALUE / 1_000_000;

  private final Request request;
  private final InstantSource clock;

  private Arguments(Request request, InstantSource clock) {
    this.request = request;
    this.clock = clock;
  }

  /// @throws Problem when the request has a parameter that the path does not know: a misspelt
  ///   filter that is ignored would be answered with the wrong data
  static Arguments of(Request request, List<String> known, InstantSource clock) {
    for (String name : request.query().keySet()) {
      if (!known.contains(name)) {
        throw Problem.badRequest(unknownParameter(name, known));
      }
    }
    return new Arguments(request, clock);
  }

  String inPath(String name) {
    return request.segment(name);
  }

  /// The window of `from` and `to`, by default the last 15 minutes.
  TimeRange range() {
    var now = clock.instant();
    long to = request.parameter("to").map(text -> nanos("to", text)).orElse(nanosOf(now));
    long from =
        request
            .parameter("from")
            .map(text -> nanos("from", text))
            .orElse(Math.max(0, to - RANGE_DEFAULT.toNanos()));
    if (from > to) {
      throw Problem.badRequest(
          "from: %s is after to: %s (expected: from no later than to)"
              .formatted(
                  request.parameter("from").orElse("15 minutes ago"),
                  request.parameter("to").orElse("now")));
    }
    return new TimeRange(from, to);
  }

  /// The filter of `q`, by default everything.
  Query query() {
    return request
        .parameter("q")
        .filter(text -> !text.isBlank())
        .map(Query::parse)
        .orElse(Query.EVERYTHING);
  }

  int limit() {
    return limit(LIMIT_DEFAULT);
  }

  int limit(int byDefault) {
    return request.parameter("limit").map(Arguments::limit).orElse(byDefault);
  }

  /// Whether the answer says what the search cost.
  boolean explain() {
    return choice("explain", List.of("false", "true")).equals("true");
  }

  /// One of a few words.
  ///
  /// @param words the first one is the default
  String choice(String name, List<String> words) {
    var word = request.parameter(name).orElse(words.getFirst());
    if (!words.contains(word)) {
      throw Problem.badRequest(
          "%s: '%s' (expected: %s)".formatted(name, word, String.join(", ", words)));
    }
    return word;
  }

  /// A parameter that may be any text.
  Optional<String> text(String name) {
    return request.parameter(name);
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (1 <= limit && limit <= LIMIT_MAX) {
        return limit;
      }
    } catch (NumberFormatException _) {
      // Answered below, in the same words as a number that is out of range.
    }
    throw Problem.badRequest("limit: %s (expected: 1 to %d)".formatted(text, LIMIT_MAX));
  }

  private static long nanos(String name, String text) {
    try {
      if (text.chars().allMatch(Character::isDigit)) {
        long millis = Long.parseLong(text);
        if (millis <= EPOCH_MILLIS_MAX) {
          return millis * 1_000_000;
        }
      } else {
        return nanosOf(OffsetDateTime.parse(text).toInstant());
      }
    } catch (DateTimeException | NumberFormatException | ArithmeticException _) {
      // Answered below.
    }
    throw Problem.badRequest(
        "%s: '%s' (expected: epoch milliseconds or ISO-8601 such as 2026-11-22T13:00:00Z)"
            .formatted(name, text));
  }

  private static long nanosOf(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  private static String unknownParameter(String name, List<String> known) {
    return known.isEmpty()
        ? "parameter '%s' is unknown (expected: none)".formatted(name)
        : "parameter '%s' is unknown (expected: %s)".formatted(name, String.join(", ", known));
  }
}

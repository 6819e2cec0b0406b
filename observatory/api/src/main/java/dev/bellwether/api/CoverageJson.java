package dev.bellwether.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/coverage`: how far an attribute comes, in a sample of whole traces that have it.
///
/// @param attribute the key
/// @param traces how many traces were looked at, the newest that have the key
/// @param truncated there are more such traces, or more of their log records
/// @param complete false when the store ran out of time before it had looked everywhere
/// @param otherTraces how many traces of the same time do not have it: their records are not
///   counted
/// @param otherSpans how many spans those have; at the most 10,000 are looked at
/// @param services a row each, by name
/// @param holes where it is missing and why: what is to be mended comes first, uppermost first
/// @param types what was sent under the key; more than one type is a conflict
/// @param longValues records whose value is longer than 1,024 characters
public record CoverageJson(
    String attribute,
    long traces,
    boolean truncated,
    boolean complete,
    long otherTraces,
    long otherSpans,
    List<Row> services,
    List<Hole> holes,
    List<Type> types,
    long longValues,
    long longestCharacters) {

  /// One service.
  ///
  /// @param spans absent where the service sent none
  /// @param logs absent where the service sent none
  public record Row(String service, @Nullable Cell spans, @Nullable Cell logs) {}

  /// The records of one service and signal.
  ///
  /// @param records of traces that have the key
  /// @param carrying those of them that carry it
  /// @param share from 0 to 1; 1 only where all carry it
  public record Cell(long records, long carrying, double share) {}

  /// Records that lack the key for the same reason at the same place.
  ///
  /// @param cause `before` (nothing is wrong), `span_only`, `set_too_late`, `scope_ended`,
  ///   `not_copied`, `not_sent`, `parent_missing`, `new_trace`, `silent_hop`, `logs_not_copied` or
  ///   `foreign_logs`
  /// @param signal `spans` or `logs`
  /// @param from the service that still had it or that calls, empty where nobody is known
  /// @param at the service that lacks it
  /// @param path who was called on the way there
  /// @param traceId a trace in which it happened
  /// @param spanId where to look in it
  /// @param why in a sentence
  /// @param remedy what to do, in a sentence
  /// @param lines of configuration or code that do it
  public record Hole(
      String cause,
      String signal,
      String from,
      String at,
      long records,
      List<Step> path,
      String traceId,
      @Nullable String spanId,
      String why,
      String remedy,
      List<String> lines) {}

  /// One service on the way of a request.
  ///
  /// @param passage `before` (above the place where it is set), `carries`, `lacks` or `silent`
  public record Step(String service, String passage) {}

  /// How many records of a service have a value of one type.
  ///
  /// @param type `text`, `number`, `flag`, `list`, `map`, `bytes` or `empty`
  public record Type(String service, String signal, String type, long records) {}
}

package dev.bellwether.analysis.coverage;

import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far an attribute comes: of the records of traces that have it somewhere, which carry it.
///
/// @param traces of how many traces
/// @param cells service × signal, by service; a service that sent nothing of a signal has no cell
/// @param holes where it is missing and why: what is to be mended comes first, uppermost first
/// @param types what was sent under the key; more than one type is a conflict
/// @param longValues records whose value has more than 1,024 characters: baggage holds 8,192 bytes
///   in all, so that eight such keys are more than every propagator hands on
/// @param longestCharacters of the longest value
public record Coverage(
    String key,
    long traces,
    List<Cell> cells,
    List<Hole> holes,
    List<TypeCount> types,
    long longValues,
    long longestCharacters) {
  public Coverage {
    cells = List.copyOf(cells);
    holes = List.copyOf(holes);
    types = List.copyOf(types);
  }

  /// Follows `key` through a sample.
  ///
  /// @param sample whole traces that have the key somewhere
  /// @param others spans of other traces of the same time: a callee that began a trace of its own
  ///   is looked for among them
  public static Coverage of(String key, List<TracedRecords> sample, List<Span> others) {
    return new Survey(key, sample).coverage(others);
  }

  /// Records of one service and signal, all of traces that have the key.
  public record Cell(String service, Signal signal, long records, long carrying) {}

  /// Records that lack the key for the same reason at the same place.
  ///
  /// @param from the service that still had it or that calls; empty where nobody is known
  /// @param at the service that lacks it
  /// @param path who was called on the way there, from the root of the witness on
  /// @param traceId the witness: one trace in which it happened
  /// @param spanId where to look in the witness
  /// @param why in a sentence
  /// @param remedy what to do, in a sentence
  /// @param lines of configuration or code that do it; none where there is no one way
  public record Hole(
      Cause cause,
      Signal signal,
      String from,
      String at,
      long records,
      List<Step> path,
      TraceId traceId,
      @Nullable SpanId spanId,
      String why,
      String remedy,
      List<String> lines) {
    public Hole {
      path = List.copyOf(path);
      lines = List.copyOf(lines);
    }
  }

  /// One service on the way.
  public record Step(String service, Passage passage) {}

  /// What a service on the way does with the key.
  public enum Passage {
    /// It is above the place where the key is set.
    BEFORE,
    CARRIES,
    LACKS,
    /// It sends no spans.
    SILENT
  }

  /// How many records of a service have a value of one type.
  ///
  /// @param type `text`, `number`, `flag`, `list`, `map`, `bytes` or `empty`
  public record TypeCount(String service, Signal signal, String type, long records) {}
}

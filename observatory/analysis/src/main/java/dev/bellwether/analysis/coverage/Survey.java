package dev.bellwether.analysis.coverage;

import dev.bellwether.analysis.coverage.Coverage.Cell;
import dev.bellwether.analysis.coverage.Coverage.Hole;
import dev.bellwether.analysis.coverage.Coverage.TypeCount;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts one key over a sample. Used once, by one thread.
final class Survey {
  private static final int LONG_CHARACTERS_MAX = 1_024;

  private final String key;
  private final List<TracedRecords> sample;
  private final List<Places> places = new ArrayList<>();
  private final Map<String, Set<String>> receivers = new HashMap<>();
  private final Set<String> loggers = new HashSet<>();
  private final Map<CellKey, long[]> cells = new TreeMap<>(CellKey.ORDER);
  private final Map<TypeKey, long[]> types = new TreeMap<>(TypeKey.ORDER);
  private final Map<Finding, Tally> holes = new HashMap<>();
  private final Words words;
  private long longValues;
  private long longestCharacters;

  private record CellKey(String service, Signal signal) {
    static final Comparator<CellKey> ORDER =
        Comparator.comparing(CellKey::service).thenComparing(CellKey::signal);
  }

  private record TypeKey(String service, Signal signal, String type) {
    static final Comparator<TypeKey> ORDER =
        Comparator.comparing(TypeKey::service)
            .thenComparing(TypeKey::signal)
            .thenComparing(TypeKey::type);
  }

  /// How often one finding was made, and where first.
  private static final class Tally {
    final TraceId traceId;
    final @Nullable Place place;
    final @Nullable SpanId spanId;
    long records;

    Tally(TraceId traceId, @Nullable Place place, @Nullable SpanId spanId) {
      this.traceId = traceId;
      this.place = place;
      this.spanId = spanId;
    }
  }

  Survey(String key, List<TracedRecords> sample) {
    this.key = key;
    this.sample = sample;
    this.words = new Words(key);
    for (var one : sample) {
      var placed = Places.of(one.trace(), key);
      places.add(placed);
      placed.byId().values().forEach(this::learn);
      for (var log : one.logs()) {
        if (Places.value(log, key) != null) {
          loggers.add(log.service());
        }
      }
    }
  }

  Coverage coverage(List<Span> others) {
    var diagnosis = new Diagnosis(receivers, loggers);
    for (int i = 0; i < sample.size(); i++) {
      var placed = places.get(i);
      placed.byId().values().forEach(place -> count(place, diagnosis));
      for (var log : sample.get(i).logs()) {
        count(sample.get(i).trace().id(), log, placed, diagnosis);
      }
    }
    for (var broken : BrokenTraces.find(places, others)) {
      var tally = new Tally(broken.traceId(), broken.caller(), broken.spanId());
      tally.records = broken.records();
      holes.put(broken.finding(), tally);
    }
    return new Coverage(
        key,
        sample.size(),
        cells.entrySet().stream().map(Survey::cell).toList(),
        holes(),
        types.entrySet().stream().map(Survey::typeCount).toList(),
        longValues,
        longestCharacters);
  }

  private void learn(Place place) {
    words.learn(place.span);
    var parent = place.parent;
    if (place.carries && parent != null && parent.carries && place.entry == place) {
      receivers.computeIfAbsent(parent.service(), _ -> new HashSet<>()).add(place.service());
    }
  }

  private void count(Place place, Diagnosis diagnosis) {
    var value = Places.value(place.span, key);
    count(place.service(), Signal.SPANS, value);
    if (value == null) {
      var witness = place.carrier == null ? place : place.lost;
      var spanId = witness.span.id();
      holes.computeIfAbsent(
              diagnosis.ofSpan(place), _ -> new Tally(place.span.traceId(), witness, spanId))
          .records++;
    }
  }

  private void count(TraceId traceId, LogRecord log, Places placed, Diagnosis diagnosis) {
    var value = Places.value(log, key);
    count(log.service(), Signal.LOGS, value);
    if (value == null) {
      var place = log.spanId() == null ? null : placed.byId().get(log.spanId());
      holes.computeIfAbsent(
              diagnosis.ofLog(log, placed), _ -> new Tally(traceId, place, log.spanId()))
          .records++;
    }
  }

  private void count(String service, Signal signal, @Nullable Value value) {
    var cell = cells.computeIfAbsent(new CellKey(service, signal), _ -> new long[2]);
    cell[0]++;
    if (value == null) {
      return;
    }
    cell[1]++;
    types.computeIfAbsent(new TypeKey(service, signal, type(value)), _ -> new long[1])[0]++;
    long characters = value instanceof Value.Text(String text) ? text.length() : 0;
    longestCharacters = Math.max(longestCharacters, characters);
    longValues += characters > LONG_CHARACTERS_MAX ? 1 : 0;
  }

  private List<Hole> holes() {
    record Placed(Hole hole, int depth) {}
    return holes.entrySet().stream()
        .map(entry -> new Placed(hole(entry.getKey(), entry.getValue()), depth(entry.getValue())))
        .sorted(
            Comparator.comparing((Placed placed) -> placed.hole().cause() == Cause.BEFORE)
                .thenComparing(placed -> placed.hole().signal())
                .thenComparingInt(Placed::depth)
                .thenComparingLong(placed -> -placed.hole().records())
                .thenComparing(placed -> placed.hole().at())
                .thenComparing(placed -> placed.hole().cause()))
        .map(Placed::hole)
        .toList();
  }

  private static int depth(Tally tally) {
    int depth = 0;
    for (var place = tally.place; place != null; place = place.parent) {
      depth++;
    }
    return depth;
  }

  private Hole hole(Finding finding, Tally tally) {
    return new Hole(
        finding.cause(),
        finding.signal(),
        finding.from(),
        finding.at(),
        tally.records,
        Route.of(finding, tally.place),
        tally.traceId,
        tally.spanId,
        words.why(finding),
        words.remedy(finding),
        words.lines(finding));
  }

  private static Cell cell(Map.Entry<CellKey, long[]> entry) {
    var at = entry.getKey();
    return new Cell(at.service, at.signal, entry.getValue()[0], entry.getValue()[1]);
  }

  private static TypeCount typeCount(Map.Entry<TypeKey, long[]> entry) {
    var at = entry.getKey();
    return new TypeCount(at.service, at.signal, at.type, entry.getValue()[0]);
  }

  private static String type(Value value) {
    return switch (value) {
      case Value.Text _ -> "text";
      case Value.Whole _, Value.Decimal _ -> "number";
      case Value.Flag _ -> "flag";
      case Value.Bytes _ -> "bytes";
      case Value.ListOf _ -> "list";
      case Value.MapOf _ -> "map";
      case Value.Empty _ -> "empty";
    };
  }
}

package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The spans of one segment in one file that never changes.
///
/// Many threads may use it. Close it when nobody reads any more: who does is thrown an
/// [IllegalStateException]. A file that is found damaged while it is read throws
/// [TableException.DamagedFile] from whatever method needed the damaged part.
public final class SpanTable implements AutoCloseable {
  private static final Set<Intrinsic> FILTERED =
      EnumSet.of(
          Intrinsic.SERVICE_NAME,
          Intrinsic.SCOPE_NAME,
          Intrinsic.NAME,
          Intrinsic.STATUS_MESSAGE,
          Intrinsic.EVENT_NAME);

  private final TableFile file;
  private final TraceIndex traces;
  private final FilterQuery filter;

  private SpanTable(TableFile file) {
    this.file = file;
    this.traces = new TraceIndex(file);
    this.filter = new FilterQuery(file.filter(), FILTERED);
  }

  /// Writes spans, each of another identity, in any order. When it returns, the file is there as a
  /// whole and durable; when it throws, it is not there.
  ///
  /// @throws IOException when the disk is full or fails
  public static void write(Path file, List<Span> spans) throws IOException {
    SpanColumns.write(file, spans);
  }

  /// Opens what was written, in less than a millisecond and with little heap.
  ///
  /// @throws TableException.DamagedFile when it is not as it was written
  /// @throws TableException.NewerFile when a later version wrote it
  public static SpanTable open(Path file) throws IOException {
    return new SpanTable(TableFile.open(file, TableKind.SPANS));
  }

  public int rows() {
    return file.rows();
  }

  /// How many traces have spans here.
  public int traces() {
    return traces.size();
  }

  /// The ids of these traces, in their order. Read them before the table is closed.
  public Stream<TraceId> traceIds() {
    return IntStream.range(0, traces.size()).mapToObj(traces::id);
  }

  /// The earliest start of a span.
  public long firstStartNanos() {
    return file.firstNanos();
  }

  /// The latest start of a span.
  public long lastStartNanos() {
    return file.lastNanos();
  }

  /// The size of the file.
  public long bytes() {
    return file.bytes();
  }

  /// Whether the trace has a span here. Costs a microsecond.
  public boolean contains(TraceId id) {
    return filter.mayHave(id) && traces.find(id) >= 0;
  }

  /// Whether the span is here. Costs a microsecond, and a little more for each span of its trace.
  public boolean contains(TraceId traceId, SpanId id) {
    var place = filter.mayHave(traceId) ? traces.find(traceId) : -1;
    if (place < 0) {
      return false;
    }
    var last = traces.lastRow(place);
    for (var row = traces.firstRow(place); row <= last; row++) {
      if (file.spanIds().longAt((long) row * Long.BYTES) == id.bits()) {
        return true;
      }
    }
    return false;
  }

  /// Whether a search could find something: false means that certainly no row matches.
  public boolean mayMatch(Query query) {
    return filter.mayMatch(query);
  }

  /// The spans of a trace that are here, by start time, then span id; empty where none is.
  public List<Span> trace(TraceId id) {
    var place = filter.mayHave(id) ? traces.find(id) : -1;
    if (place < 0) {
      return List.of();
    }
    try (var reading = file.read()) {
      var spans = new SpanReading(reading);
      var found = new ArrayList<Span>();
      for (var row = traces.firstRow(place); row <= traces.lastRow(place); row++) {
        found.add(spans.span(row));
      }
      return found;
    }
  }

  /// What a summary of the trace needs of the spans that are here; empty where none is.
  public Optional<TracePart> part(TraceId id) {
    var place = filter.mayHave(id) ? traces.find(id) : -1;
    if (place < 0) {
      return Optional.empty();
    }
    try (var reading = file.read()) {
      return Optional.of(
          TracePart.of(
              id, new SpanReading(reading), traces.firstRow(place), traces.lastRow(place)));
    }
  }

  /// Rebuilds the spans of some rows, in the order asked for.
  public List<Span> spans(List<SpanHit> hits) {
    try (var reading = file.read()) {
      var spans = new SpanReading(reading);
      // In the order of rows each page is decoded once; asked for are they in another.
      var rebuilt = new Span[hits.size()];
      IntStream.range(0, rebuilt.length)
          .boxed()
          .sorted(Comparator.comparingInt(i -> hits.get(i).row()))
          .forEach(i -> rebuilt[i] = spans.span(hits.get(i).row()));
      return List.of(rebuilt);
    }
  }

  /// Finds the spans that start in the range and match the query. Reads only columns that the query
  /// names, of them only pages that can decide, and begins with the traces that started last.
  ///
  /// @param expired asked for each page and for each part of a dictionary; when it says true the
  ///   search ends with what it has found
  public SpanHits search(TimeRange range, Query query, BooleanSupplier expired) {
    var hits = new SpanHits.Builder(file, traces);
    try (var reading = file.read(expired)) {
      var spans = new SpanReading(reading);
      var inRange = Conditions.inRange(reading.fixed(SpanColumns.START), range);
      var condition = new Conditions(reading, new SpanFields(reading, spans)).of(query);
      for (var page = Layout.pages(file.rows()) - 1; page >= 0; page--) {
        reading.checkTime();
        var candidates = inRange.matching(page, Conditions.rowsOf(page, rows()));
        if (!candidates.isEmpty()) {
          hits.add(page, condition.matching(page, candidates), spans);
        }
      }
      return hits.build(true);
    } catch (Reading.Expired _) {
      return hits.build(false);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}

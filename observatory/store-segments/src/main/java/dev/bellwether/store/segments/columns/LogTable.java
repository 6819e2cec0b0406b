package dev.bellwether.store.segments.columns;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// The log records of one segment in one file that never changes.
///
/// Many threads may use it. Close it when nobody reads any more: who does is thrown an
/// [IllegalStateException]. A file that is found damaged while it is read throws
/// [TableException.DamagedFile] from whatever method needed the damaged part.
public final class LogTable implements AutoCloseable {
  private static final Set<Intrinsic> FILTERED =
      EnumSet.of(Intrinsic.SERVICE_NAME, Intrinsic.SCOPE_NAME, Intrinsic.EVENT_NAME);

  private final TableFile file;
  private final TraceIndex traces;
  private final FilterQuery filter;

  private LogTable(TableFile file) {
    this.file = file;
    this.traces = new TraceIndex(file);
    this.filter = new FilterQuery(file.filter(), FILTERED);
  }

  /// Writes log records in the order of their arrival. When it returns, the file is there as a
  /// whole and durable; when it throws, it is not there.
  ///
  /// @throws IOException when the disk is full or fails
  public static void write(Path file, List<LogRecord> records) throws IOException {
    LogColumns.write(file, records);
  }

  /// Opens what was written, in less than a millisecond and with little heap.
  ///
  /// @throws TableException.DamagedFile when it is not as it was written
  /// @throws TableException.NewerFile when a later version wrote it
  public static LogTable open(Path file) throws IOException {
    return new LogTable(TableFile.open(file, TableKind.LOG_RECORDS));
  }

  public int rows() {
    return file.rows();
  }

  /// The earliest effective time.
  public long firstNanos() {
    return file.firstNanos();
  }

  /// The latest effective time.
  public long lastNanos() {
    return file.lastNanos();
  }

  /// The size of the file.
  public long bytes() {
    return file.bytes();
  }

  /// Whether the trace has a record here. Costs a microsecond.
  public boolean contains(TraceId id) {
    return filter.mayHave(id) && traces.find(id) >= 0;
  }

  /// Whether a search could find something: false means that certainly no row matches.
  public boolean mayMatch(Query query) {
    return filter.mayMatch(query);
  }

  /// Finds the newest records in the range that match the query; reads from the newest page on
  /// until there are enough.
  ///
  /// @param limit how many at the most, at least 1
  /// @param expired asked for each page and for each part of a dictionary; when it says true the
  ///   search ends with what it has found
  public RecordHits search(TimeRange range, Query query, int limit, BooleanSupplier expired) {
    var hits = new ArrayList<RecordHit>();
    var rowsRead = 0;
    try (var reading = file.read(expired)) {
      var records = new LogReading(reading);
      var inRange = Conditions.inRange(reading.fixed(LogColumns.TIME), range);
      var condition = new Conditions(reading, new LogFields(reading, records)).of(query);
      for (var page = Layout.pages(rows()) - 1; page >= 0 && hits.size() < limit; page--) {
        reading.checkTime();
        var candidates = inRange.matching(page, Conditions.rowsOf(page, rows()));
        if (!candidates.isEmpty()) {
          rowsRead += Layout.rowsOfPage(page, rows());
          addNewest(hits, page, condition.matching(page, candidates), limit, records);
        }
      }
      return new RecordHits(hits, rowsRead, true);
    } catch (Reading.Expired _) {
      return new RecordHits(hits, rowsRead, false);
    }
  }

  /// The records of a trace, oldest first; of the same time, the first to arrive first.
  ///
  /// @param limit how many at the most, at least 1
  public List<RecordHit> ofTrace(TraceId id, int limit) {
    var place = filter.mayHave(id) ? traces.find(id) : -1;
    if (place < 0) {
      return List.of();
    }
    var hits = new ArrayList<RecordHit>();
    try (var reading = file.read()) {
      var records = new LogReading(reading);
      var places = reading.fixed(LogColumns.TRACE);
      var last = traces.lastRow(place);
      for (var row = traces.firstRow(place); row <= last && hits.size() < limit; row++) {
        if (places.at(row) == place + 1) {
          hits.add(records.hit(row));
        }
      }
      return hits;
    }
  }

  /// Rebuilds the records of some rows, in the order asked for.
  public List<LogRecord> records(List<RecordHit> hits) {
    try (var reading = file.read()) {
      var records = new LogReading(reading);
      return hits.stream().map(hit -> records.record(hit.row())).toList();
    }
  }

  @Override
  public void close() {
    file.close();
  }

  private static void addNewest(
      List<RecordHit> hits, int page, BitSet matching, int limit, LogReading records) {
    var first = page * Layout.PAGE_ROWS;
    for (var row = matching.length() - 1;
        row >= 0 && hits.size() < limit;
        row = matching.previousSetBit(row - 1)) {
      hits.add(records.hit(first + row));
    }
  }
}

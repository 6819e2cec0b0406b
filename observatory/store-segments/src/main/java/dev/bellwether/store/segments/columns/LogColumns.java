package dev.bellwether.store.segments.columns;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.query.Field.Intrinsic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Writes log records as columns, in the order of their effective times; of the same time, in the
/// order of arrival. One thread.
final class LogColumns {
  static final String TIME = "time";
  static final String ARRIVAL = "arrival";
  static final String TIME_IS_KNOWN = "time is known";
  static final String OBSERVED = "observed";
  static final String TRACE = "trace";
  static final String SPAN = "span";
  static final String SEVERITY = "severity";
  static final String SEVERITY_TEXT = "severity text";
  static final String EVENT_NAME = "event name";
  static final String BODY = "body";
  static final String FLAGS = "flags";
  static final String DROPPED_ATTRIBUTES = "dropped attributes";

  /// As for spans.
  private static final int FILTER_ENTRIES_OF_ROW_MAX = 4;

  private static final byte[] NOTHING = {};

  private LogColumns() {}

  /// @param arrival its place in the list
  private record Row(LogRecord record, int arrival) {}

  static void write(Path file, List<LogRecord> records) throws IOException {
    Layout.requireRows("log records", records.size());
    var rows = sorted(records);
    var filter = new BloomFilter();
    var filterMax = FILTER_ENTRIES_OF_ROW_MAX * rows.size() + Layout.PAGE_ROWS;
    try (var writer = TableWriter.create(file, TableKind.LOG_RECORDS, rows.size())) {
      var traces = traces(writer, rows, filter);
      var columns = new RowColumns<>(writer, rows.stream().map(Row::record).toList());
      times(writer, rows, columns);
      columns.numbers(SPAN, false, record -> record.spanId() == null ? 0 : record.spanId().bits());
      columns.numbers(SEVERITY, false, LogRecord::severityNumber);
      columns.numbers(FLAGS, false, LogRecord::flags);
      columns.numbers(DROPPED_ATTRIBUTES, false, LogRecord::droppedAttributes);
      columns.texts(SEVERITY_TEXT, LogRecord::severityText);
      var names = columns.texts(EVENT_NAME, LogRecord::eventName);
      Fingerprint.addAll(
          filter, filterMax, Fingerprint.field(Intrinsic.EVENT_NAME), names.values());
      columns.values(BODY, LogRecord::body);
      attributes(writer, rows, filter, filterMax);
      writer.finish(
          rows.getFirst().record().effectiveNanos(),
          rows.getLast().record().effectiveNanos(),
          traces,
          NOTHING,
          filter.toByteArray());
    }
  }

  private static List<Row> sorted(List<LogRecord> records) {
    return IntStream.range(0, records.size())
        .mapToObj(i -> new Row(records.get(i), i))
        .sorted(Comparator.comparingLong(row -> row.record().effectiveNanos()))
        .toList();
  }

  /// Returns the index and writes the column of the traces' places in it, counted from 1.
  private static byte[] traces(TableWriter writer, List<Row> rows, BloomFilter filter)
      throws IOException {
    var traces = new TreeMap<TraceId, List<Integer>>();
    for (var row = 0; row < rows.size(); row++) {
      var id = rows.get(row).record().traceId();
      if (id != null) {
        traces.computeIfAbsent(id, _ -> new ArrayList<>()).add(row);
      }
    }
    var index = new ByteOutput();
    var places = new long[rows.size()];
    var place = 0;
    for (var trace : traces.entrySet()) {
      var ofTrace = trace.getValue();
      place++;
      TraceIndex.write(index, trace.getKey(), ofTrace.getFirst(), ofTrace.getLast());
      filter.add(Fingerprint.trace(trace.getKey()));
      for (var row : ofTrace) {
        places[row] = place;
      }
    }
    writer.numbers(TRACE, places, false);
    return TraceIndex.bytes(index);
  }

  private static void times(TableWriter writer, List<Row> rows, RowColumns<LogRecord> columns)
      throws IOException {
    columns.numbers(TIME, true, LogRecord::effectiveNanos);
    columns.numbers(TIME_IS_KNOWN, false, record -> record.timeNanos() == 0 ? 0 : 1);
    columns.numbers(OBSERVED, false, record -> record.observedNanos() - record.effectiveNanos());
    writer.numbers(
        ARRIVAL,
        IntStream.range(0, rows.size()).mapToLong(row -> rows.get(row).arrival() - row).toArray(),
        false);
  }

  private static void attributes(
      TableWriter writer, List<Row> rows, BloomFilter filter, int filterMax) throws IOException {
    var origins = new Origins(rows.size());
    var attributes = new AttributeColumns(rows.size());
    for (var row = 0; row < rows.size(); row++) {
      var record = rows.get(row).record();
      origins.add(row, record.resource(), record.scope());
      attributes.add(row, record.attributes());
    }
    origins.write(writer, filter, filterMax);
    attributes.write(writer, filter, filterMax);
  }
}

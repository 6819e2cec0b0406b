package dev.bellwether.store.segments.columns;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Value;
import dev.bellwether.store.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The metric points of one segment in one file that never changes: by name, then by time, then by
/// arrival.
///
/// Many threads may use it. Close it when nobody reads any more: who does is thrown an
/// [IllegalStateException]. A file that is found damaged while it is read throws
/// [TableException.DamagedFile] from whatever method needed the damaged part.
public final class PointTable implements AutoCloseable {
  private static final String NAME = "name";
  private static final String TIME = "time";
  private static final String ARRIVAL = "arrival";
  private static final String START = "start";
  private static final String DESCRIPTION = "description";
  private static final String UNIT = "unit";
  private static final String DATA = "data";
  private static final String EXEMPLARS = "exemplars";

  private static final byte[] NOTHING = {};

  private final TableFile file;

  private PointTable(TableFile file) {
    this.file = file;
  }

  /// @param arrival its place in the list
  private record Row(MetricPoint point, int arrival) {
    static final Comparator<Row> ORDER =
        Comparator.comparing((Row row) -> row.point().name())
            .thenComparingLong(row -> row.point().timeNanos())
            .thenComparingInt(Row::arrival);
  }

  /// Writes metric points in the order of their arrival. When it returns, the file is there as a
  /// whole and durable; when it throws, it is not there.
  ///
  /// @throws IOException when the disk is full or fails
  public static void write(Path file, List<MetricPoint> points) throws IOException {
    Layout.requireRows("metric points", points.size());
    var rows =
        IntStream.range(0, points.size())
            .mapToObj(i -> new Row(points.get(i), i))
            .sorted(Row.ORDER)
            .toList();
    try (var writer = TableWriter.create(file, TableKind.METRIC_POINTS, rows.size())) {
      var columns = new RowColumns<>(writer, rows);
      columns.values(NAME, row -> Value.of(row.point().name()));
      columns.numbers(TIME, true, row -> row.point().timeNanos());
      columns.numbers(ARRIVAL, false, Row::arrival);
      columns.numbers(START, false, row -> row.point().startNanos());
      columns.texts(DESCRIPTION, row -> row.point().description());
      columns.texts(UNIT, row -> row.point().unit());
      columns.values(DATA, row -> PointParts.of(row.point().data()));
      columns.values(
          EXEMPLARS, row -> PointParts.of(row.point().exemplars(), row.point().timeNanos()));
      attributes(writer, rows);
      var times = points.stream().mapToLong(MetricPoint::timeNanos).summaryStatistics();
      writer.finish(times.getMin(), times.getMax(), NOTHING, NOTHING, NOTHING);
    }
  }

  /// Opens what was written, in less than a millisecond and with little heap.
  ///
  /// @throws TableException.DamagedFile when it is not as it was written
  /// @throws TableException.NewerFile when a later version wrote it
  public static PointTable open(Path file) throws IOException {
    return new PointTable(TableFile.open(file, TableKind.METRIC_POINTS));
  }

  public int rows() {
    return file.rows();
  }

  /// The earliest time of a point.
  public long firstNanos() {
    return file.firstNanos();
  }

  /// The latest time of a point.
  public long lastNanos() {
    return file.lastNanos();
  }

  /// The size of the file.
  public long bytes() {
    return file.bytes();
  }

  /// The names of all metrics here, in alphabetical order.
  public List<String> names() {
    var names = new ArrayList<String>();
    try (var reading = file.read()) {
      reading.fixed(NAME).forEachValue((name, _) -> names.add(name.text()));
    }
    return names;
  }

  /// Finds the newest points of a metric in the range.
  ///
  /// @param limit how many at the most, at least 1
  /// @param expired asked for each page; when it says true the search ends with what it has found
  public RecordHits search(String name, TimeRange range, int limit, BooleanSupplier expired) {
    var hits = new ArrayList<RecordHit>();
    var rowsRead = 0;
    try (var reading = file.read(expired)) {
      var wanted = Value.of(name);
      var condition =
          new Condition.All(
              List.of(
                  Conditions.values(reading.fixed(NAME), wanted::equals),
                  Conditions.inRange(reading.fixed(TIME), range)));
      for (var page = Layout.pages(rows()) - 1; page >= 0 && hits.size() < limit; page--) {
        reading.checkTime();
        var matching = condition.matching(page, Conditions.rowsOf(page, rows()));
        if (!matching.isEmpty()) {
          rowsRead += Layout.rowsOfPage(page, rows());
          addNewest(hits, page, matching, limit, reading);
        }
      }
      return new RecordHits(hits, rowsRead, true);
    } catch (Reading.Expired _) {
      return new RecordHits(hits, rowsRead, false);
    }
  }

  /// Rebuilds the points of some rows, in the order asked for.
  public List<MetricPoint> points(List<RecordHit> hits) {
    try (var reading = file.read()) {
      var origins = new OriginReading(reading);
      return hits.stream().map(hit -> point(hit.row(), reading, origins)).toList();
    }
  }

  @Override
  public void close() {
    file.close();
  }

  /// Points are found by their name alone, so what would be in a filter is not kept.
  private static void attributes(TableWriter writer, List<Row> rows) throws IOException {
    var unused = new BloomFilter();
    var origins = new Origins(rows.size());
    var attributes = new AttributeColumns(rows.size());
    for (var row = 0; row < rows.size(); row++) {
      var point = rows.get(row).point();
      origins.add(row, point.resource(), point.scope());
      attributes.add(row, point.attributes());
    }
    origins.write(writer, unused, 0);
    attributes.write(writer, unused, 0);
  }

  private static void addNewest(
      List<RecordHit> hits, int page, BitSet matching, int limit, Reading reading) {
    var times = reading.fixed(TIME);
    var arrivals = reading.fixed(ARRIVAL);
    var first = page * Layout.PAGE_ROWS;
    for (var row = matching.length() - 1;
        row >= 0 && hits.size() < limit;
        row = matching.previousSetBit(row - 1)) {
      hits.add(new RecordHit(first + row, times.at(first + row), arrivals.at(first + row)));
    }
  }

  private static MetricPoint point(int row, Reading reading, OriginReading origins) {
    var time = reading.fixed(TIME).at(row);
    return new MetricPoint(
        text(reading.fixed(NAME).valueAt(row)),
        text(reading.fixed(DESCRIPTION).valueAt(row)),
        text(reading.fixed(UNIT).valueAt(row)),
        origins.attributes(row),
        reading.fixed(START).at(row),
        time,
        PointParts.data(reading.fixed(DATA).value((int) reading.fixed(DATA).at(row))),
        PointParts.exemplars(reading.fixed(EXEMPLARS).valueAt(row), time),
        origins.resource(row),
        origins.scope(row));
  }

  private static String text(@Nullable Value value) {
    return value == null ? "" : value.text();
  }
}

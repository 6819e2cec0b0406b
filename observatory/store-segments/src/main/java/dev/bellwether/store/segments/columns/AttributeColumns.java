package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Value;
import dev.bellwether.store.segments.columns.Fingerprint.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Gathers the attributes of all rows and writes them as columns, one for each key; where there are
/// more keys than anybody names, those of the fewest rows go into one column of maps, the rest. One
/// thread.
final class AttributeColumns {
  static final String REST = "rest";

  /// OpenTelemetry's conventions and the trading system have below a hundred together. A column
  /// takes a few hundred bytes in the directory, which each question reads.
  private static final int COLUMNS_MAX = 256;

  /// Keys that are counted before the columns are chosen: what comes later is hostile, and goes
  /// into the rest at once, so that a million keys cost no million columns in the heap.
  private static final int COUNTED_KEYS_MAX = 4_096;

  /// Longer keys would fill the directory.
  private static final int KEY_CHARACTERS_MAX = 256;

  private final int rows;
  private final Map<String, Cells> byKey = new HashMap<>();
  private final Map<Integer, Map<String, Value>> rest = new TreeMap<>();

  AttributeColumns(int rows) {
    this.rows = rows;
  }

  /// Rows come in order.
  void add(int row, Map<String, Value> attributes) {
    attributes.forEach((key, value) -> {
      var cells = byKey.get(key);
      if (cells == null) {
        if (byKey.size() == COUNTED_KEYS_MAX || key.length() > KEY_CHARACTERS_MAX) {
          rest.computeIfAbsent(row, _ -> new HashMap<>()).put(key, value);
          return;
        }
        cells = new Cells(key);
        byKey.put(key, cells);
      }
      cells.add(row, value);
    });
  }

  /// Writes the columns in the order of their keys, then the rest.
  ///
  /// @param filterMax how many entries the filter may have in the end
  void write(TableWriter writer, BloomFilter filter, int filterMax) throws IOException {
    var columns = new ArrayList<>(byKey.values());
    columns.sort(Comparator.comparingInt((Cells cells) -> -cells.size).thenComparing(Cells::key));
    while (columns.size() > COLUMNS_MAX) {
      columns.removeLast().moveTo(rest);
    }
    columns.sort(Comparator.comparing(Cells::key));
    var ids = new long[rows];
    for (var column : columns) {
      column.spread(ids);
      writer.attribute(column.key, column.values, ids);
    }
    writeRest(writer);
    addTo(filter, filterMax, columns);
  }

  private void writeRest(TableWriter writer) throws IOException {
    var maps = new Dictionary();
    var ids = new long[rows];
    rest.forEach((row, attributes) -> ids[row] = maps.idOf(new Value.MapOf(attributes)));
    writer.values(REST, maps, ids);
  }

  /// Keys of few values first: they cost little. Which values find no room is said in the filter.
  private void addTo(BloomFilter filter, int filterMax, List<Cells> columns) {
    columns.sort(Comparator.comparingInt(cells -> cells.values.size()));
    for (var column : columns) {
      var key = Fingerprint.key(Source.OWN, column.key);
      Fingerprint.addAll(filter, filterMax, key, column.values.values());
    }
    Fingerprint.addAll(filter, filterMax, Source.OWN, rest.values());
  }

  /// The rows that have a key, and their values' ids.
  private static final class Cells {
    final String key;
    final Dictionary values = new Dictionary();
    private int[] rows = new int[4];
    private int[] ids = new int[4];
    int size;

    Cells(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }

    void add(int row, Value value) {
      if (size == rows.length) {
        rows = Arrays.copyOf(rows, 2 * size);
        ids = Arrays.copyOf(ids, 2 * size);
      }
      rows[size] = row;
      ids[size++] = values.idOf(value);
    }

    /// Writes one id for each row of the table, 0 where it has no such key.
    void spread(long[] all) {
      Arrays.fill(all, 0);
      for (var i = 0; i < size; i++) {
        all[rows[i]] = ids[i];
      }
    }

    void moveTo(Map<Integer, Map<String, Value>> rest) {
      for (var i = 0; i < size; i++) {
        rest.computeIfAbsent(rows[i], _ -> new HashMap<>())
            .put(key, values.values().get(ids[i] - 1));
      }
    }
  }
}

package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Value;
import dev.bellwether.store.segments.columns.Directory.Chunk;
import dev.bellwether.store.segments.columns.Directory.Page;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One column, as far as a [Reading] needed it. One thread.
final class ColumnReading {
  /// Inflated chunks that are kept: enough for every dictionary but those of hostile data.
  private static final int KEPT_BYTES_MAX = 1 << 20;

  private final Reading reading;
  private final Directory.Column column;
  private final Map<Chunk, Values> kept = new HashMap<>();
  private @Nullable Values last;
  private int keptBytes;
  private long[] page = {};
  private int pageNumber = -1;

  ColumnReading(Reading reading, Directory.Column column) {
    this.reading = reading;
    this.column = column;
  }

  String name() {
    return column.name();
  }

  /// Smallest and largest number of a page.
  Page bounds(int number) {
    return column.pages().get(number);
  }

  /// The numbers of a page, or the ids of its values; valid until another page is asked for.
  long[] page(int number) {
    if (number != pageNumber) {
      load(number);
    }
    return page;
  }

  /// The number in a row, or its value's id.
  long at(int row) {
    var bounds = bounds(row / Layout.PAGE_ROWS);
    return bounds.isConstant()
        ? bounds.smallest()
        : page(row / Layout.PAGE_ROWS)[row % Layout.PAGE_ROWS];
  }

  /// The value in a row, or null where there is none.
  @Nullable Value valueAt(int row) {
    var id = at(row);
    return id == 0 ? null : value((int) id);
  }

  /// How many values its dictionary has, numbered from 1.
  int distinct() {
    return column.distinct();
  }

  Value value(int id) {
    if (last == null || !last.contains(id)) {
      last = values(chunkOf(id));
    }
    return last.value(id);
  }

  /// The ids of all values that pass the test, which is asked once for each.
  BitSet idsWhere(Predicate<Value> test) {
    var ids = new BitSet(column.distinct() + 1);
    forEachValue((value, id) -> ids.set(id, test.test(value)));
    return ids;
  }

  /// Hands over every value of the dictionary with its id; values are not kept.
  void forEachValue(ObjIntConsumer<Value> consumer) {
    for (var chunk : column.chunks()) {
      reading.checkTime();
      var values = kept.get(chunk);
      if (values == null) {
        values = new Values(chunk, reading.block(chunk.block()));
      }
      for (var id = chunk.firstId(); id < chunk.firstId() + chunk.count(); id++) {
        consumer.accept(values.value(id), id);
      }
    }
  }

  private void load(int number) {
    var bounds = bounds(number);
    var count = Layout.rowsOfPage(number, reading.rows());
    if (page.length == 0) {
      page = new long[Layout.PAGE_ROWS];
    }
    if (bounds.isConstant()) {
      Arrays.fill(page, 0, count, bounds.smallest());
    } else {
      var bytes = reading.block(bounds.block());
      Pages.decode(bytes, count, bounds.smallest(), column.differences(), page);
    }
    pageNumber = number;
  }

  private Chunk chunkOf(int id) {
    var from = 0;
    var to = column.chunks().size() - 1;
    while (from < to) {
      var middle = (from + to + 1) >>> 1;
      if (column.chunks().get(middle).firstId() <= id) {
        from = middle;
      } else {
        to = middle - 1;
      }
    }
    return column.chunks().get(from);
  }

  private Values values(Chunk chunk) {
    var known = kept.get(chunk);
    if (known != null) {
      return known;
    }
    if (keptBytes > KEPT_BYTES_MAX) {
      kept.clear();
      keptBytes = 0;
    }
    var values = new Values(chunk, reading.block(chunk.block()));
    kept.put(chunk, values);
    keptBytes += chunk.block().inflatedBytes();
    return values;
  }

  /// An inflated chunk: `length of each value (varint) · the values`.
  private static final class Values {
    private final Chunk chunk;
    private final byte[] bytes;
    private final int[] places;
    private final @Nullable Value[] read;

    Values(Chunk chunk, byte[] bytes) {
      this.chunk = chunk;
      this.bytes = bytes;
      this.places = new int[chunk.count()];
      this.read = new Value[chunk.count()];
      var in = new ByteInput(bytes, 0);
      var place = 0;
      for (var i = 0; i < places.length; i++) {
        places[i] = place;
        place += in.length();
      }
      for (var i = 0; i < places.length; i++) {
        places[i] += in.at();
      }
    }

    boolean contains(int id) {
      return chunk.firstId() <= id && id < chunk.firstId() + chunk.count();
    }

    Value value(int id) {
      var index = id - chunk.firstId();
      var known = read[index];
      if (known == null) {
        known = StoredValue.read(new ByteInput(bytes, places[index]));
        read[index] = known;
      }
      return known;
    }
  }
}

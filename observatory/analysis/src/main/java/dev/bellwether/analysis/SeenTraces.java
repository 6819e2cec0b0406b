package dev.bellwether.analysis;

import dev.bellwether.model.TraceId;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;

/// Which traces were ever open: whether a trace that seems new has a past that must be looked up.
///
/// Four bytes of a hash for each, in tables of up to 786 000 traces (4 MiB), the newest first. Two
/// traces with equal hashes cost a needless look at the store (one new trace in 700 when all tables
/// are full), nothing else. When there are too many the oldest table is dropped: a span that is
/// later than that finds its parent unknown.
final class SeenTraces {
  /// 32 MiB, or 6 million traces: 70 million spans of a trading system.
  static final int TABLES_MAX = 8;

  private static final String PREFIX = "traces-";
  private static final int SLOTS_MIN = 1 << 12;
  private static final int SLOTS_MAX = 1 << 20;

  private final ArrayDeque<Table> tables = new ArrayDeque<>();

  SeenTraces() {
    tables.addFirst(new Table(0));
  }

  /// Whether the trace is new.
  boolean add(TraceId id) {
    int tag = tag(id);
    if (contains(tag)) {
      return false;
    }
    if (tables.getFirst().full()) {
      tables.addFirst(new Table(tables.getFirst().number + 1));
    }
    tables.getFirst().add(tag);
    return true;
  }

  boolean contains(TraceId id) {
    return contains(tag(id));
  }

  private boolean contains(int tag) {
    for (var table : tables) {
      if (table.contains(tag)) {
        return true;
      }
    }
    return false;
  }

  /// Never 0, which marks a free slot.
  private static int tag(TraceId id) {
    long mixed = (id.high() ^ Long.rotateLeft(id.low(), 23)) * 0x9E3779B97F4A7C15L;
    int tag = (int) (mixed ^ (mixed >>> 32));
    return tag == 0 ? 1 : tag;
  }

  /// Hands over what came since the last time that was kept.
  void save(Checkpoint checkpoint) {
    for (var table : tables) {
      if (table.freshUsed > 0) {
        checkpoint.append(PREFIX + table.number, table.unsaved());
      }
    }
    while (tables.size() > TABLES_MAX) {
      checkpoint.remove(PREFIX + tables.removeLast().number);
    }
  }

  /// What was handed over last is on disk.
  void kept() {
    tables.forEach(Table::kept);
  }

  void load(ViewStorage storage) {
    var loaded = new ArrayList<Table>();
    for (var name : storage.names()) {
      if (name.startsWith(PREFIX)) {
        var table = new Table(Long.parseLong(name.substring(PREFIX.length())));
        storage.read(name).forEach(table::load);
        loaded.add(table);
      }
    }
    loaded.sort(Comparator.comparingLong(table -> -table.number));
    if (!loaded.isEmpty()) {
      tables.clear();
      tables.addAll(loaded);
    }
  }

  private static final class Table {
    private final long number;
    private int[] tags = new int[SLOTS_MIN];
    private int used;

    /// In the order of coming, from the first one that is not on disk.
    private int[] fresh = new int[16];

    private int freshUsed;
    private int handedOver;

    Table(long number) {
      this.number = number;
    }

    boolean contains(int tag) {
      return tags[slot(tag)] == tag;
    }

    boolean full() {
      return used * 4 >= SLOTS_MAX * 3;
    }

    void add(int tag) {
      put(tag);
      if (freshUsed == fresh.length) {
        fresh = Arrays.copyOf(fresh, freshUsed * 2);
      }
      fresh[freshUsed++] = tag;
    }

    byte[] unsaved() {
      var bytes = ByteBuffer.allocate(freshUsed * Integer.BYTES);
      bytes.asIntBuffer().put(fresh, 0, freshUsed);
      handedOver = freshUsed;
      return bytes.array();
    }

    void kept() {
      fresh = Arrays.copyOfRange(fresh, handedOver, Math.max(handedOver + 16, freshUsed));
      freshUsed -= handedOver;
      handedOver = 0;
    }

    void load(byte[] block) {
      var stored = ByteBuffer.wrap(block).asIntBuffer();
      while (stored.hasRemaining()) {
        put(stored.get());
      }
    }

    private void put(int tag) {
      if (used * 4 >= tags.length * 3) {
        var old = tags;
        tags = new int[old.length * 2];
        for (int each : old) {
          if (each != 0) {
            tags[slot(each)] = each;
          }
        }
      }
      tags[slot(tag)] = tag;
      used++;
    }

    /// The tag alone decides, so that a table can grow without the ids.
    private int slot(int tag) {
      int at = ((tag * 0x9E3779B9) >>> 8) & (tags.length - 1);
      while (tags[at] != 0 && tags[at] != tag) {
        at = (at + 1) & (tags.length - 1);
      }
      return at;
    }
  }
}

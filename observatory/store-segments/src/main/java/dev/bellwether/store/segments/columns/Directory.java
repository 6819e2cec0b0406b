package dev.bellwether.store.segments.columns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where each column of a file lies. Read anew for each question, in some 20 µs, and never kept: a
/// store has thousands of files.
///
/// @param fixed what every record has, by name
/// @param attributes by key
record Directory(Map<String, Column> fixed, Map<String, Column> attributes) {
  /// @param distinct how many values its dictionary has; 0 for plain numbers
  record Column(
      String name, boolean differences, int distinct, List<Chunk> chunks, List<Page> pages) {}

  /// Some values of a dictionary.
  ///
  /// @param firstId of its first value; the others follow
  record Chunk(int firstId, int count, Block block) {}

  /// @param block null where all numbers are the smallest
  record Page(long smallest, long largest, Block block) {
    boolean isConstant() {
      return smallest == largest;
    }
  }

  /// Bytes in the file.
  record Block(long offset, int storedBytes, boolean compressed, int inflatedBytes, int checksum) {}

  static Directory parse(byte[] bytes, int rows) {
    var in = new ByteInput(bytes, 0);
    var columns = in.length();
    var fixed = new HashMap<String, Column>();
    var attributes = new LinkedHashMap<String, Column>();
    var blocks = new Blocks(in);
    for (var i = 0; i < columns; i++) {
      int kind = in.octet();
      var name = in.text();
      var column = column(name, kind, rows, in, blocks);
      ((kind & Layout.ATTRIBUTE) == 0 ? fixed : attributes).put(name, column);
    }
    return new Directory(fixed, attributes);
  }

  Column fixed(String name) {
    var column = fixed.get(name);
    if (column == null) {
      throw new IllegalStateException("no column '%s' (expected: in every file)".formatted(name));
    }
    return column;
  }

  private static Column column(String name, int kind, int rows, ByteInput in, Blocks blocks) {
    var distinct = (kind & Layout.DICTIONARY) == 0 ? 0 : in.length();
    var chunks = new ArrayList<Chunk>();
    for (var id = 1; id <= distinct; ) {
      var count = in.length();
      chunks.add(new Chunk(id, count, blocks.next(in.length())));
      id += count;
    }
    var pages = new ArrayList<Page>(Layout.pages(rows));
    for (var i = 0; i < Layout.pages(rows); i++) {
      var smallest = in.signed();
      var largest = smallest + in.varint();
      pages.add(new Page(smallest, largest, blocks.next(Pages.BYTES_MAX)));
    }
    return new Column(name, (kind & Layout.DIFFERENCES) != 0, distinct, chunks, pages);
  }

  /// Blocks lie one behind the other, in the order in which the directory names them.
  private static final class Blocks {
    private static final Block NONE = new Block(0, 0, false, 0, 0);

    private final ByteInput in;
    private long offset = Layout.HEADER_BYTES;

    Blocks(ByteInput in) {
      this.in = in;
    }

    Block next(int inflatedBytes) {
      var head = in.varint();
      if (head == 0) {
        return NONE;
      }
      var stored = (int) (head >>> 1);
      var block = new Block(offset, stored, (head & 1) == 1, inflatedBytes, in.fixed32());
      offset += stored;
      return block;
    }
  }
}

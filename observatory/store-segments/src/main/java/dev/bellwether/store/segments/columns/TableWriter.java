package dev.bellwether.store.segments.columns;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes one table's file, column by column, under another name; only [#finish] gives it its own,
/// when all of it is on the disk. One thread.
final class TableWriter implements AutoCloseable {
  private static final String UNFINISHED_SUFFIX = ".unfinished";
  private static final int ZSTD_LEVEL = 1;

  /// Reading one value inflates its chunk, which takes some 50 µs at this size.
  private static final int CHUNK_BYTES = 64 << 10;

  private static final int OUTPUT_BYTES = 256 << 10;

  private final Path file;
  private final Path unfinished;
  private final int rows;
  private final FileChannel channel;
  private final OutputStream out;
  private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);
  private final Pages pages = new Pages();
  private final byte[] page = new byte[Pages.BYTES_MAX];
  private final ByteOutput directory = new ByteOutput();
  private byte[] compressed = new byte[(int) Zstd.compressBound(2 * CHUNK_BYTES)];
  private int columns;
  private long written;
  private boolean finished;

  private TableWriter(Path file, Path unfinished, int rows, FileChannel channel) {
    this.file = file;
    this.unfinished = unfinished;
    this.rows = rows;
    this.channel = channel;
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), OUTPUT_BYTES);
  }

  static TableWriter create(Path file, TableKind kind, int rows) throws IOException {
    var unfinished = file.resolveSibling(file.getFileName() + UNFINISHED_SUFFIX);
    var channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    var writer = new TableWriter(file, unfinished, rows, channel);
    writer.header(kind);
    return writer;
  }

  /// A column of plain numbers.
  ///
  /// @param differences whether neighbours are close to each other, and not only all of a page
  void numbers(String name, long[] values, boolean differences) throws IOException {
    entry(name, differences ? Layout.DIFFERENCES : 0);
    pages(values, differences);
  }

  /// A column of values that every record has.
  void values(String name, Dictionary dictionary, long[] ids) throws IOException {
    values(name, 0, dictionary, ids);
  }

  void attribute(String key, Dictionary dictionary, long[] ids) throws IOException {
    values(key, Layout.ATTRIBUTE, dictionary, ids);
  }

  /// Writes what follows the columns, makes all of it durable and gives the file its name.
  void finish(long firstNanos, long lastNanos, byte[] traces, byte[] spanIds, byte[] filter)
      throws IOException {
    var sections = written;
    write(traces, traces.length);
    write(spanIds, spanIds.length);
    write(filter, filter.length);
    var all = new ByteOutput();
    all.varint(columns);
    all.append(directory.array(), directory.size());
    var shorter = compress(all.array(), all.size());
    var stored = shorter < all.size() ? compressed : all.array();
    var length = Math.min(shorter, all.size());
    write(stored, length);

    var footer = new ByteOutput();
    footer.fixed32(rows);
    footer.fixed32(traces.length / Layout.TRACE_BYTES);
    footer.fixed64(firstNanos);
    footer.fixed64(lastNanos);
    footer.fixed32(spanIds.length / Long.BYTES);
    footer.fixed32(filter.length / BloomFilter.BLOCK_BYTES);
    footer.fixed32(Checksum.of(traces, 0, traces.length));
    footer.fixed32(Checksum.of(spanIds, 0, spanIds.length));
    footer.fixed32(Checksum.of(filter, 0, filter.length));
    footer.fixed32(length);
    footer.fixed32(all.size());
    footer.fixed32(Checksum.of(stored, 0, length));
    footer.fixed64(sections);
    footer.fixed32(0);
    footer.fixed64(Layout.FOOTER_MAGIC);
    footer.fixed32(Checksum.of(footer.array(), 0, footer.size()));
    write(footer.array(), footer.size());
    publish();
  }

  /// Deletes what was not finished.
  @Override
  public void close() throws IOException {
    zstd.close();
    channel.close();
    if (!finished) {
      Files.deleteIfExists(unfinished);
    }
  }

  private void header(TableKind kind) throws IOException {
    var header = new ByteOutput();
    header.fixed64(Layout.HEADER_MAGIC);
    header.fixed32(Layout.VERSION);
    header.fixed32(0);
    header.fixed32(kind.code());
    header.fixed64(0);
    header.fixed32(Checksum.of(header.array(), 0, header.size()));
    write(header.array(), header.size());
  }

  private void entry(String name, int kind) {
    columns++;
    directory.octet(kind);
    directory.text(name);
  }

  private void values(String name, int kind, Dictionary dictionary, long[] ids) throws IOException {
    var differences = isMostlyDistinct(dictionary, ids);
    entry(name, kind | Layout.DICTIONARY | (differences ? Layout.DIFFERENCES : 0));
    chunks(dictionary);
    pages(ids, differences);
  }

  /// Ids are given in the order of rows: where most values are new, each id is one more than the
  /// one before.
  private static boolean isMostlyDistinct(Dictionary dictionary, long[] ids) {
    var present = 0;
    for (var id : ids) {
      present += id == 0 ? 0 : 1;
    }
    return 2L * dictionary.size() > present;
  }

  private void chunks(Dictionary dictionary) throws IOException {
    directory.varint(dictionary.size());
    var lengths = new ByteOutput();
    var contents = new ByteOutput();
    var count = 0;
    for (var value : dictionary.values()) {
      var before = contents.size();
      StoredValue.write(value, contents);
      lengths.varint(contents.size() - before);
      count++;
      if (lengths.size() + contents.size() >= CHUNK_BYTES) {
        chunk(count, lengths, contents);
        count = 0;
      }
    }
    if (count > 0) {
      chunk(count, lengths, contents);
    }
  }

  private void chunk(int count, ByteOutput lengths, ByteOutput contents) throws IOException {
    lengths.append(contents.array(), contents.size());
    directory.varint(count);
    directory.varint(lengths.size());
    block(lengths.array(), lengths.size());
    lengths.clear();
    contents.clear();
  }

  private void pages(long[] values, boolean differences) throws IOException {
    for (var from = 0; from < rows; from += Layout.PAGE_ROWS) {
      var count = Math.min(Layout.PAGE_ROWS, rows - from);
      var smallest = values[from];
      var largest = values[from];
      for (var i = from; i < from + count; i++) {
        smallest = Math.min(smallest, values[i]);
        largest = Math.max(largest, values[i]);
      }
      directory.signed(smallest);
      directory.varint(largest - smallest);
      if (smallest == largest) {
        directory.varint(0);
      } else {
        block(page, pages.encode(values, from, count, smallest, differences, page));
      }
    }
  }

  /// Compressed where that is shorter.
  private void block(byte[] bytes, int length) throws IOException {
    var shorter = compress(bytes, length);
    var isShorter = shorter < length;
    var stored = isShorter ? compressed : bytes;
    var storedBytes = isShorter ? shorter : length;
    directory.varint(2L * storedBytes + (isShorter ? 1 : 0));
    directory.fixed32(Checksum.of(stored, 0, storedBytes));
    write(stored, storedBytes);
  }

  private int compress(byte[] bytes, int length) {
    var bound = Zstd.compressBound(length);
    if (bound > compressed.length) {
      compressed = new byte[Math.toIntExact(bound)];
    }
    return zstd.compressByteArray(compressed, 0, compressed.length, bytes, 0, length);
  }

  private void write(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    written += length;
  }

  private void publish() throws IOException {
    out.flush();
    channel.force(true);
    channel.close();
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    finished = true;
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (var entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    }
  }
}

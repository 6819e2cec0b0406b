package dev.bellwether.store.segments.columns;

import com.github.luben.zstd.ZstdDecompressCtx;
import dev.bellwether.store.segments.columns.TableException.DamagedFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;

/// An open file: mapped into memory, of which some hundred bytes are the heap's. Many threads may
/// use it. Who still reads when it is closed is told so by an [IllegalStateException].
final class TableFile implements AutoCloseable {
  private final Path path;
  private final Arena arena;
  private final MemorySegment bytes;
  private final Footer footer;
  private final Section traces;
  private final Section spanIds;
  private final Section filter;

  private TableFile(Path path, Arena arena, MemorySegment bytes, Footer footer) {
    this.path = path;
    this.arena = arena;
    this.bytes = bytes;
    this.footer = footer;
    this.traces = section(footer.sections(), footer.tracesBytes(), footer.tracesChecksum());
    this.spanIds = section(footer.spanIdsOffset(), footer.spanIdsBytes(), footer.spanIdsChecksum());
    this.filter = section(footer.filterOffset(), footer.filterBytes(), footer.filterChecksum());
  }

  /// Reads header, footer and directory; the rest is read and checked when it is asked for.
  ///
  /// @throws DamagedFile when they are not as they were written
  /// @throws TableException.NewerFile when a later version wrote the file
  @SuppressWarnings("MustBeClosedChecker") // the file that is returned closes it
  static TableFile open(Path path, TableKind kind) throws IOException {
    var arena = Arena.ofShared();
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      var footer = checked(path, channel, kind);
      var bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return new TableFile(path, arena, bytes, footer);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  int rows() {
    return footer.rows();
  }

  long firstNanos() {
    return footer.firstNanos();
  }

  long lastNanos() {
    return footer.lastNanos();
  }

  long bytes() {
    return bytes.byteSize();
  }

  /// Sorted by trace id: see [TraceIndex].
  Section traces() {
    return traces;
  }

  /// One of 8 bytes for each row, or empty.
  Section spanIds() {
    return spanIds;
  }

  /// See [BloomFilter].
  Section filter() {
    return filter;
  }

  /// Begins to read columns, however long it takes.
  Reading read() {
    return read(() -> false);
  }

  /// Begins to read columns.
  ///
  /// @param expired whether to give up; asked now and then
  Reading read(BooleanSupplier expired) {
    return new Reading(this, expired);
  }

  Directory directory() {
    return Directory.parse(directoryBytes(), rows());
  }

  /// The bytes of a block as they were before compression, and perhaps zeros behind them.
  byte[] block(Directory.Block block, ZstdDecompressCtx zstd) {
    var stored = stored(block.offset(), block.storedBytes(), block.checksum());
    if (!block.compressed()) {
      return stored;
    }
    var inflated = new byte[block.inflatedBytes()];
    zstd.decompressByteArray(inflated, 0, inflated.length, stored, 0, stored.length);
    return inflated;
  }

  @Override
  public void close() {
    arena.close();
  }

  private byte[] directoryBytes() {
    try (var zstd = new ZstdDecompressCtx()) {
      return block(
          new Directory.Block(
              footer.directoryOffset(),
              footer.directoryBytes(),
              footer.directoryBytes() < footer.directoryInflatedBytes(),
              footer.directoryInflatedBytes(),
              footer.directoryChecksum()),
          zstd);
    }
  }

  private byte[] stored(long offset, int length, int checksum) {
    var copy = new byte[length];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, copy, 0, length);
    if (Checksum.of(copy, 0, length) != checksum) {
      throw new DamagedFile(path, offset, "the checksum of a block");
    }
    return copy;
  }

  private Section section(long offset, long length, int checksum) {
    return new Section(path, offset, bytes.asSlice(offset, length), checksum);
  }

  /// Reads the two ends as any file is read. To touch them where they are mapped makes the system
  /// read whatever lies around them, often all of the file, and a start opens thousands.
  private static Footer checked(Path path, FileChannel channel, TableKind kind) throws IOException {
    var size = channel.size();
    if (size < Layout.HEADER_BYTES + Layout.FOOTER_BYTES) {
      throw new DamagedFile(path, size, "a header and a footer");
    }
    checkHeader(path, read(path, channel, 0, Layout.HEADER_BYTES), kind);
    var start = size - Layout.FOOTER_BYTES;
    var footer = Footer.read(path, start, read(path, channel, start, Layout.FOOTER_BYTES));
    var directory = read(path, channel, footer.directoryOffset(), footer.directoryBytes());
    if (Checksum.of(directory.asByteBuffer()) != footer.directoryChecksum()) {
      throw new DamagedFile(path, footer.directoryOffset(), "the checksum of a block");
    }
    return footer;
  }

  private static MemorySegment read(Path path, FileChannel channel, long offset, int length)
      throws IOException {
    var bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new DamagedFile(path, offset + bytes.position(), "more bytes");
      }
    }
    return MemorySegment.ofBuffer(bytes.flip());
  }

  private static void checkHeader(Path path, MemorySegment bytes, TableKind kind) {
    var checked = Layout.HEADER_BYTES - Integer.BYTES;
    if (bytes.get(Layout.LONG, 0) != Layout.HEADER_MAGIC
        || bytes.get(Layout.INT, checked)
            != Checksum.of(bytes.asSlice(0, checked).asByteBuffer())) {
      throw new DamagedFile(path, 0, "a header");
    }
    var version = bytes.get(Layout.INT, 8);
    var features = bytes.get(Layout.INT, 12);
    if (version > Layout.VERSION || features != 0) {
      throw new TableException.NewerFile(path, version, features);
    }
    if (bytes.get(Layout.INT, 16) != kind.code()) {
      throw new DamagedFile(path, 16, "a table of " + kind);
    }
  }
}

package dev.bellwether.store.segments.columns;

import dev.bellwether.store.segments.columns.TableException.DamagedFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// The last bytes of a file: what there is and where it lies.
///
/// @param sections offset of the first byte behind the columns
record Footer(
    int rows,
    int traces,
    long firstNanos,
    long lastNanos,
    int spanIds,
    int filterBlocks,
    int tracesChecksum,
    int spanIdsChecksum,
    int filterChecksum,
    int directoryBytes,
    int directoryInflatedBytes,
    int directoryChecksum,
    long sections) {
  /// @param start offset of the footer in the file, which ends with it
  /// @param bytes of the footer
  /// @throws DamagedFile when they are no footer that fits the file's size
  static Footer read(Path path, long start, MemorySegment bytes) {
    var checked = Layout.FOOTER_BYTES - Integer.BYTES;
    if (bytes.get(Layout.LONG, checked - Long.BYTES) != Layout.FOOTER_MAGIC
        || bytes.get(Layout.INT, checked)
            != Checksum.of(bytes.asSlice(0, checked).asByteBuffer())) {
      throw new DamagedFile(path, start, "a footer");
    }
    var footer =
        new Footer(
            bytes.get(Layout.INT, 0),
            bytes.get(Layout.INT, 4),
            bytes.get(Layout.LONG, 8),
            bytes.get(Layout.LONG, 16),
            bytes.get(Layout.INT, 24),
            bytes.get(Layout.INT, 28),
            bytes.get(Layout.INT, 32),
            bytes.get(Layout.INT, 36),
            bytes.get(Layout.INT, 40),
            bytes.get(Layout.INT, 44),
            bytes.get(Layout.INT, 48),
            bytes.get(Layout.INT, 52),
            bytes.get(Layout.LONG, 56));
    if (footer.directoryOffset() + footer.directoryBytes() != start) {
      throw new DamagedFile(path, start, "all that the footer names before it");
    }
    return footer;
  }

  long tracesBytes() {
    return (long) traces * Layout.TRACE_BYTES;
  }

  long spanIdsOffset() {
    return sections + tracesBytes();
  }

  long spanIdsBytes() {
    return (long) spanIds * Long.BYTES;
  }

  long filterOffset() {
    return spanIdsOffset() + spanIdsBytes();
  }

  long filterBytes() {
    return (long) filterBlocks * BloomFilter.BLOCK_BYTES;
  }

  long directoryOffset() {
    return filterOffset() + filterBytes();
  }
}

package dev.bellwether.store.segments.columns;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// A part of the mapped file that is read in place. Its checksum is compared once, when somebody
/// first reads it. Many threads may use it.
final class Section {
  private final Path file;
  private final long offset;
  private final MemorySegment bytes;
  private final int checksum;
  private volatile boolean checked;

  Section(Path file, long offset, MemorySegment bytes, int checksum) {
    this.file = file;
    this.offset = offset;
    this.bytes = bytes;
    this.checksum = checksum;
  }

  long size() {
    return bytes.byteSize();
  }

  long longAt(long place) {
    check();
    return bytes.get(Layout.LONG, place);
  }

  int intAt(long place) {
    check();
    return bytes.get(Layout.INT, place);
  }

  TableException damaged(long place, String rule) {
    return new TableException.DamagedFile(file, offset + place, rule);
  }

  private void check() {
    if (checked) {
      return;
    }
    if (Checksum.of(bytes.asByteBuffer()) != checksum) {
      throw damaged(0, "the checksum of a section");
    }
    checked = true;
  }
}

package dev.bellwether.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What opening a journal finds out about one file: a header, blocks, stretches that are neither.
///
/// @param header absent where it is damaged
/// @param file with `bytes` up to the end of the last good block; null where there is none and the
///   header is damaged, so that nothing is known of the file
/// @param dictionary offset of the file's dictionary; 0 where it has none or is sealed
/// @param sealed whether it was closed properly
/// @param tailBytes after the last good block
record FileScan(
    @Nullable FileHeader header,
    @Nullable JournalFile file,
    int dictionary,
    boolean sealed,
    long tailBytes,
    long damagedBlocks,
    long damagedBytes,
    long damagedRecords) {

  /// Bytes that go when the file is written on.
  long cutBytes() {
    return header != null || isStillborn() ? tailBytes : 0;
  }

  /// A crash came between the making of the file and the writing of its header.
  boolean isStillborn() {
    return file == null && tailBytes == 0;
  }

  /// Looks at the ends of a file that has a seal, at every header of one that has none, and at
  /// every byte where `thorough`.
  static FileScan of(Path path, long number, boolean thorough) throws IOException {
    try (var source = BlockSource.open(path, number)) {
      var header = source.header();
      if (header != null && header.isNewer()) {
        throw new JournalException.Newer(
            "%s: written in version %d of the format, features %x (expected: up to version %d)"
                .formatted(path, header.version(), header.features(), FileHeader.VERSION));
      }
      var seal = source.seal(source.bytes());
      if (seal != null) {
        return ofSealed(path, number, header, seal, source);
      }
      return new Walk(path, number, header, source).scan(thorough);
    }
  }

  private static FileScan ofSealed(
      Path path, long number, @Nullable FileHeader header, Block seal, BlockSource source)
      throws IOException {
    var end = seal.header().firstPosition();
    var lastAppend = Instant.ofEpochMilli(seal.header().appendMillis());
    var first = source.next(FileHeader.BYTES, seal.end());
    var firstPosition = header != null ? header.firstPosition() : firstPositionOf(first, end);
    var firstAppend =
        first == null ? lastAppend : Instant.ofEpochMilli(first.header().appendMillis());
    var file =
        new JournalFile(
            number, path, firstPosition, end - firstPosition, seal.end(), firstAppend, lastAppend);
    var lost = header == null ? 1 : 0;
    return new FileScan(header, file, 0, true, 0, lost, (long) lost * FileHeader.BYTES, 0);
  }

  private static long firstPositionOf(@Nullable Block block, long otherwise) {
    return block == null ? otherwise : block.header().firstPosition();
  }

  /// From block to block, past what is damaged.
  private static final class Walk {
    private final Path path;
    private final long number;
    private final @Nullable FileHeader header;
    private final BlockSource source;
    private @Nullable JournalFile file;
    private int dictionary;
    private long damagedBlocks;
    private long damagedBytes;
    private long damagedRecords;

    Walk(Path path, long number, @Nullable FileHeader header, BlockSource source) {
      this.path = path;
      this.number = number;
      this.header = header;
      this.source = source;
    }

    FileScan scan(boolean thorough) throws IOException {
      var end = source.bytes();
      if (header != null) {
        file = JournalFile.begun(path, header);
      } else {
        damagedBlocks++;
        damagedBytes += Math.min(end, FileHeader.BYTES);
      }
      var goodEnd = (long) FileHeader.BYTES;
      for (var block = next(goodEnd, end); block != null; block = next(block.end(), end)) {
        if (block.header().kind() != BlockHeader.Kind.SEAL && (!thorough || source.isGood(block))) {
          take(block, goodEnd);
          goodEnd = block.end();
        }
      }
      return new FileScan(
          header,
          file,
          dictionary,
          false,
          Math.max(0, end - goodEnd),
          damagedBlocks,
          damagedBytes,
          damagedRecords);
    }

    private @Nullable Block next(long offset, long end) throws IOException {
      return offset < end ? source.next(offset, end) : null;
    }

    private void take(Block block, long expectedOffset) {
      var before = file;
      if (before == null) {
        var begun =
            FileHeader.of(number, block.header().firstPosition(), block.header().appendMillis());
        before = JournalFile.begun(path, begun);
      }
      if (block.offset() > expectedOffset) {
        damagedBlocks++;
        damagedBytes += block.offset() - expectedOffset;
        damagedRecords += block.header().firstPosition() - before.endPosition();
      }
      file = before.grown(block.header(), block.end());
      if (dictionary == 0 && block.header().kind() == BlockHeader.Kind.DICTIONARY) {
        dictionary = (int) block.offset();
      }
    }
  }
}

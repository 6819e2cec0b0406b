package dev.bellwether.journal;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the blocks of one file begin: 16 bytes for each. It is made by hopping from header to
/// header when somebody first asks, and made longer when the file has grown. For many threads.
final class BlockIndex {
  private long[] firstPositions = new long[16];
  private long[] offsets = new long[16];
  private int blocks;
  private long scannedBytes = FileHeader.BYTES;

  /// The offset of the block that holds the position if any does.
  synchronized @Nullable Long offsetOf(long position, BlockSource source, long fileBytes)
      throws IOException {
    extend(source, fileBytes);
    var index = Arrays.binarySearch(firstPositions, 0, blocks, position);
    var block = index >= 0 ? index : -index - 2;
    return block < 0 ? null : offsets[block];
  }

  private void extend(BlockSource source, long fileBytes) throws IOException {
    while (scannedBytes < fileBytes) {
      var block = source.next(scannedBytes, fileBytes);
      if (block != null && block.header().kind() == BlockHeader.Kind.RECORDS) {
        add(block);
      }
      scannedBytes = block == null ? fileBytes : block.end();
    }
  }

  private void add(Block block) {
    if (blocks == offsets.length) {
      firstPositions = Arrays.copyOf(firstPositions, 2 * blocks);
      offsets = Arrays.copyOf(offsets, 2 * blocks);
    }
    firstPositions[blocks] = block.header().firstPosition();
    offsets[blocks++] = block.offset();
  }
}

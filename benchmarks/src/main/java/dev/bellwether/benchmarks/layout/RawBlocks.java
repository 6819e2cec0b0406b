package dev.bellwether.benchmarks.layout;

import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;
import java.util.List;

/// The requests as they came, one after another, cut into blocks that are compressed each for
/// itself.
///
/// @param dictionaryBytes how much of the segment's beginning every later block may refer to
record RawBlocks(int level, int blockBytes, int dictionaryBytes) {
  @Override
  public String toString() {
    return "raw, zstd %d, blocks of %4d KiB%s"
        .formatted(
            level,
            blockBytes >> 10,
            dictionaryBytes == 0 ? "" : ", dictionary of %d KiB".formatted(dictionaryBytes >> 10));
  }

  /// How many bytes the requests take.
  long size(List<byte[]> requests) {
    try (var zstd = new ZstdCompressCtx().setLevel(level)) {
      long size = 0;
      var block = new Bytes();
      boolean first = true;
      for (var request : requests) {
        for (int from = 0; from < request.length; from += blockBytes) {
          int to = Math.min(request.length, from + blockBytes);
          block.append(Arrays.copyOfRange(request, from, to));
          if (block.size() >= blockBytes) {
            var bytes = block.toByteArray();
            size += zstd.compress(bytes).length;
            if (first && dictionaryBytes > 0) {
              zstd.loadDict(Arrays.copyOf(bytes, Math.min(bytes.length, dictionaryBytes)));
            }
            first = false;
            block.clear();
          }
        }
      }
      return size + zstd.compress(block.toByteArray()).length;
    }
  }
}

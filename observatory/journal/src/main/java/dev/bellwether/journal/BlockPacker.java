package dev.bellwether.journal;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns records into the bytes of a block. Belongs to one thread and reuses its buffers, which are
/// outside the heap: neither zstd nor the file system has to copy them.
final class BlockPacker implements AutoCloseable {
  /// Buffers that one huge record made larger than this are let go again.
  private static final int KEPT_BYTES_MAX = 4 << 20;

  private final int level;
  private final ZstdCompressCtx alone = new ZstdCompressCtx();
  private @Nullable Referring referring;
  private ByteBuffer framed = ByteBuffer.allocateDirect(0);
  private ByteBuffer block = ByteBuffer.allocateDirect(0);

  BlockPacker(int level) {
    this.level = level;
    alone.setLevel(level);
  }

  /// Where a block is going to be, for its checksum vouches for it, and what it may refer to.
  record Place(long fileNumber, long offset, @Nullable Dictionary dictionary) {}

  /// @param bytes header and payload; good until the next block is packed
  record Packed(BlockHeader header, ByteBuffer bytes) {}

  Packed records(List<byte[]> records, long firstPosition, long appendMillis, Place place) {
    frame(records);
    return packed(BlockHeader.Kind.RECORDS, records.size(), firstPosition, appendMillis, place);
  }

  /// A copy of a dictionary, to be written behind the file's last block.
  Packed dictionary(byte[] bytes, JournalFile file) {
    framed = cleared(framed, bytes.length);
    framed.put(bytes).flip();
    return packed(
        BlockHeader.Kind.DICTIONARY,
        0,
        file.endPosition(),
        file.lastAppend().toEpochMilli(),
        new Place(file.number(), file.bytes(), null));
  }

  private Packed packed(
      BlockHeader.Kind kind, int records, long firstPosition, long appendMillis, Place place) {
    var room = (int) Zstd.compressBound(framed.limit());
    block = cleared(block, BlockHeader.BYTES + room);
    var packed =
        zstd(place.dictionary())
            .compressDirectByteBuffer(block, BlockHeader.BYTES, room, framed, 0, framed.limit());
    var compressed = packed < framed.limit();
    if (!compressed) {
      block.put(BlockHeader.BYTES, framed, 0, framed.limit());
    }
    var payloadBytes = compressed ? packed : framed.limit();
    block.limit(BlockHeader.BYTES + payloadBytes);
    var header =
        new BlockHeader(
            kind,
            compressed,
            payloadBytes,
            framed.limit(),
            records,
            BlockHeader.checksum(block.slice(BlockHeader.BYTES, payloadBytes)),
            firstPosition,
            appendMillis,
            compressed && place.dictionary() != null ? place.dictionary().offset() : 0);
    header.encode(block, place.fileNumber(), place.offset());
    return new Packed(header, block);
  }

  private ZstdCompressCtx zstd(@Nullable Dictionary dictionary) {
    if (dictionary == null) {
      return alone;
    }
    var ready = referring;
    if (ready == null || ready.dictionary != dictionary) {
      if (ready != null) {
        ready.close();
      }
      ready = new Referring(dictionary, level);
      referring = ready;
    }
    return ready.zstd;
  }

  private void frame(List<byte[]> records) {
    var bytes = 0L;
    for (var record : records) {
      bytes += Framing.bytes(record);
    }
    framed = cleared(framed, Math.toIntExact(bytes));
    for (var record : records) {
      Framing.write(record, framed);
    }
    framed.flip();
  }

  private static ByteBuffer cleared(ByteBuffer buffer, int bytes) {
    var keep =
        buffer.capacity() >= bytes && buffer.capacity() <= Math.max(2L * bytes, KEPT_BYTES_MAX);
    return keep ? buffer.clear() : ByteBuffer.allocateDirect(bytes + bytes / 4);
  }

  @Override
  public void close() {
    alone.close();
    if (referring != null) {
      referring.close();
    }
  }

  /// What compresses with a dictionary: to digest one costs more than a small block.
  private static final class Referring implements AutoCloseable {
    private final Dictionary dictionary;
    private final ZstdDictCompress digested;
    private final ZstdCompressCtx zstd = new ZstdCompressCtx();

    Referring(Dictionary dictionary, int level) {
      this.dictionary = dictionary;
      this.digested = new ZstdDictCompress(dictionary.bytes(), level);
      zstd.setLevel(level);
      zstd.loadDict(digested);
    }

    @Override
    public void close() {
      // zstd counts who uses a dictionary: the context must go before it.
      zstd.close();
      digested.close();
    }
  }
}

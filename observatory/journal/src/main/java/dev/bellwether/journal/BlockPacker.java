package dev.bellwether.journal;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;
import java.util.List;

/// Turns records into the bytes of a block. Belongs to one thread and reuses its buffers, which are
/// outside the heap: neither zstd nor the file system has to copy them.
final class BlockPacker implements AutoCloseable {
  /// Buffers that one huge record made larger than this are let go again.
  private static final int KEPT_BYTES_MAX = 4 << 20;

  private final ZstdCompressCtx zstd = new ZstdCompressCtx();
  private ByteBuffer framed = ByteBuffer.allocateDirect(0);
  private ByteBuffer block = ByteBuffer.allocateDirect(0);

  BlockPacker(int level) {
    zstd.setLevel(level);
  }

  /// Where a block is going to be: its checksum vouches for it.
  record Place(long fileNumber, long offset) {}

  /// @param bytes header and payload; good until the next block is packed
  record Packed(BlockHeader header, ByteBuffer bytes) {}

  Packed pack(List<byte[]> records, long firstPosition, long appendMillis, Place place) {
    frame(records);
    var room = (int) Zstd.compressBound(framed.limit());
    block = cleared(block, BlockHeader.BYTES + room);
    var packed =
        zstd.compressDirectByteBuffer(block, BlockHeader.BYTES, room, framed, 0, framed.limit());
    var compressed = packed < framed.limit();
    if (!compressed) {
      block.put(BlockHeader.BYTES, framed, 0, framed.limit());
    }
    var payloadBytes = compressed ? packed : framed.limit();
    block.limit(BlockHeader.BYTES + payloadBytes);
    var checksum = BlockHeader.checksum(block.slice(BlockHeader.BYTES, payloadBytes));
    var header =
        new BlockHeader(
            BlockHeader.Kind.RECORDS,
            compressed,
            payloadBytes,
            framed.limit(),
            records.size(),
            checksum,
            firstPosition,
            appendMillis);
    header.encode(block, place.fileNumber(), place.offset());
    return new Packed(header, block);
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
    zstd.close();
  }
}

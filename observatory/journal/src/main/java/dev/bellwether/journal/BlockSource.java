package dev.bellwether.journal;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// One file, opened for reading. Belongs to one thread; the channel is its own, because a thread
/// that is interrupted while it reads closes the channel, and that must not be the writer's.
///
/// What is read is never trusted: a length counts only when the checksum of its header is right.
final class BlockSource implements AutoCloseable {
  /// What a search for the next header reads at a time.
  private static final int SEARCH_BYTES = 64 << 10;

  private static final byte[] NO_DICTIONARY = {};

  private final FileChannel channel;
  private final long fileNumber;
  private @Nullable Dictionary dictionary;

  private BlockSource(FileChannel channel, long fileNumber) {
    this.channel = channel;
    this.fileNumber = fileNumber;
  }

  static BlockSource open(Path file, long number) throws IOException {
    return new BlockSource(FileChannel.open(file, StandardOpenOption.READ), number);
  }

  long bytes() throws IOException {
    return channel.size();
  }

  /// The file's header, absent where it is damaged.
  @Nullable FileHeader header() throws IOException {
    return FileHeader.decode(read(0, FileHeader.BYTES));
  }

  /// The first block at or after `offset` whose header is good and which ends at or before `end`;
  /// null where there is none. In a file without damage it begins at `offset` itself.
  @Nullable Block next(long offset, long end) throws IOException {
    var block = at(read(offset, BlockHeader.BYTES), 0, offset, end);
    return block != null ? block : search(offset + 1, end);
  }

  /// The seal, where `end` is the end of a file that was closed properly.
  @Nullable Block seal(long end) throws IOException {
    var offset = end - BlockHeader.BYTES;
    if (offset < FileHeader.BYTES) {
      return null;
    }
    var block = at(read(offset, BlockHeader.BYTES), 0, offset, end);
    return block != null && block.header().kind() == BlockHeader.Kind.SEAL ? block : null;
  }

  /// The block's records with their lengths; null where they, or the dictionary that they need, do
  /// not match the checksum.
  @Nullable ByteBuffer records(Block block) throws IOException {
    var offset = block.header().dictionary();
    if (offset == 0) {
      return wrapped(content(block, NO_DICTIONARY));
    }
    var known = dictionary;
    if (known == null || known.offset() != offset) {
      known = dictionary(offset);
      dictionary = known;
    }
    return known == null ? null : wrapped(content(block, known.bytes()));
  }

  private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  /// The dictionary whose first copy begins at `offset`; null where both copies are damaged.
  @Nullable Dictionary dictionary(int offset) throws IOException {
    var end = bytes();
    for (var copy = next(offset, end); copy != null; copy = next(copy.end(), end)) {
      if (copy.header().kind() != BlockHeader.Kind.DICTIONARY) {
        return null;
      }
      var content = content(copy, NO_DICTIONARY);
      if (content != null) {
        return new Dictionary(offset, content);
      }
    }
    return null;
  }

  /// Whether the payload matches its checksum.
  boolean isGood(Block block) throws IOException {
    return payload(block) != null;
  }

  private byte @Nullable [] content(Block block, byte[] dictionary) throws IOException {
    var payload = payload(block);
    if (payload == null || !block.header().compressed()) {
      return payload;
    }
    var inflated = new byte[block.header().framedBytes()];
    var length = Zstd.decompressUsingDict(inflated, 0, payload, 0, payload.length, dictionary);
    return length == inflated.length ? inflated : null;
  }

  private byte @Nullable [] payload(Block block) throws IOException {
    var payload = new byte[block.header().payloadBytes()];
    var bytes = read(block.payloadOffset(), ByteBuffer.wrap(payload));
    var good =
        bytes.remaining() == payload.length
            && BlockHeader.checksum(bytes) == block.header().payloadChecksum();
    return good ? payload : null;
  }

  private @Nullable Block search(long from, long end) throws IOException {
    for (var offset = from; offset + BlockHeader.BYTES <= end; ) {
      var bytes = read(offset, SEARCH_BYTES);
      var last = bytes.remaining() - BlockHeader.BYTES;
      for (var index = 0; index <= last; index++) {
        var block = at(bytes, index, offset + index, end);
        if (block != null) {
          return block;
        }
      }
      if (last < 0) {
        return null;
      }
      offset += last + 1;
    }
    return null;
  }

  private @Nullable Block at(ByteBuffer bytes, int index, long offset, long end) {
    var header = BlockHeader.decode(bytes, index, fileNumber, offset);
    if (header == null) {
      return null;
    }
    var block = new Block(offset, header);
    return block.end() <= end ? block : null;
  }

  /// Fewer bytes than asked for only at the end of the file.
  private ByteBuffer read(long offset, int bytesMax) throws IOException {
    return read(offset, ByteBuffer.allocate(bytesMax));
  }

  private ByteBuffer read(long offset, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        break;
      }
    }
    return bytes.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new JournalException.Broken("file %d: cannot be closed".formatted(fileNumber), e);
    }
  }
}

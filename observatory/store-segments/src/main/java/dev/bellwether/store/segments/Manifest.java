package dev.bellwether.store.segments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Says what a segment's tables hold, in a file that is written when all of them are there: a kind
/// of which it holds nothing has no table.
final class Manifest {
  private static final int BYTES = 88;
  private static final int CHECKED_BYTES = BYTES - Integer.BYTES;
  private static final int VERSION = 1;

  /// `BWSEGMNT`.
  private static final long MAGIC = 0x42575345474d4e54L;

  private Manifest() {}

  static void write(Path file, Contents contents) throws IOException {
    var bytes = ByteBuffer.allocate(BYTES).putLong(MAGIC).putInt(VERSION);
    put(contents.spans(), bytes);
    put(contents.logs(), bytes);
    put(contents.points(), bytes);
    bytes.putInt(checksum(bytes)).flip();
    var unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try (var channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    try (var folder = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  /// Absent where the file is not as it was written, or a later version wrote it.
  static @Nullable Contents read(Path file) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    if (bytes.limit() != BYTES
        || bytes.getInt(CHECKED_BYTES) != checksum(bytes)
        || bytes.getLong() != MAGIC
        || bytes.getInt() != VERSION) {
      return null;
    }
    return new Contents(extent(bytes), extent(bytes), extent(bytes));
  }

  private static void put(Extent extent, ByteBuffer bytes) {
    bytes.putLong(extent.count()).putLong(extent.firstNanos()).putLong(extent.lastNanos());
  }

  private static Extent extent(ByteBuffer bytes) {
    return new Extent(bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  private static int checksum(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes.duplicate().position(0).limit(CHECKED_BYTES));
    return (int) crc.getValue();
  }
}

package dev.bellwether.clearinghouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// The append-only file of receipts. It belongs to one process at a time, is written by one thread
/// at a time, and its last line is whole: what a crash left of a line that was never answered is
/// cut off at start.
final class Receipts implements AutoCloseable {

  private static final System.Logger log = System.getLogger(Receipts.class.getName());

  private final Object lock = new Object();
  private final Path file;
  private final FileChannel channel;
  private long bytes;
  private long count;

  private Receipts(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static Receipts open(Path file) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    var channel = FileChannel.open(file, CREATE, READ, WRITE);
    try {
      if (channel.tryLock() == null) {
        throw new IOException(file + ": another process writes to it");
      }
      var receipts = new Receipts(file, channel);
      receipts.repair();
      return receipts;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Returns when the whole line is with the operating system; it then survives our own death.
  void append(Receipt receipt) {
    var line = ByteBuffer.wrap((receipt.json() + "\n").getBytes(UTF_8));
    synchronized (lock) {
      try {
        var position = bytes;
        while (line.hasRemaining()) {
          position += channel.write(line, position);
        }
        bytes = position;
        count++;
      } catch (IOException e) {
        cutOffTornLine();
        throw new UncheckedIOException(file + ": cannot append a receipt", e);
      }
    }
  }

  long count() {
    synchronized (lock) {
      return count;
    }
  }

  /// The receipts of one trade as JSON, oldest first, at most `receiptsMax`. Reads the whole file:
  /// this is a question of a check or a person, not of the traffic.
  List<String> of(UUID tradeId, int receiptsMax) {
    var wanted = "\"trade_id\":\"" + tradeId + "\"";
    try (var lines = Files.lines(file)) {
      // A line that is being written does not end in the brace yet.
      return lines
          .filter(line -> line.contains(wanted) && line.endsWith("}"))
          .limit(receiptsMax)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void repair() throws IOException {
    var buffer = ByteBuffer.allocate(64 * 1024);
    var position = 0L;
    for (int read; (read = channel.read(buffer.clear(), position)) > 0; position += read) {
      for (var i = 0; i < read; i++) {
        if (buffer.get(i) == '\n') {
          bytes = position + i + 1;
          count++;
        }
      }
    }
    if (position > bytes) {
      log.log(
          System.Logger.Level.WARNING,
          "%s: cut off %d bytes of a torn last line".formatted(file, position - bytes));
      channel.truncate(bytes);
    }
  }

  private void cutOffTornLine() {
    try {
      channel.truncate(bytes);
    } catch (IOException e) {
      // The next append overwrites it, or the next start cuts it off.
      log.log(System.Logger.Level.WARNING, file + ": cannot cut off a torn last line", e);
    }
  }
}

package dev.bellwether.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads records in order, also those that are appended meanwhile. Belongs to one thread.
///
/// What is damaged or was deleted before it was read is skipped: positions then jump, and
/// [#skippedRecords] counts by how much.
public final class JournalReader implements AutoCloseable {
  private static final System.Logger log = System.getLogger(JournalReader.class.getName());

  private final Catalogue catalogue;
  private long position;
  private long skippedRecords;
  private @Nullable BlockSource source;
  private @Nullable JournalFile file;
  private long offset;
  private ByteBuffer block = ByteBuffer.allocate(0);
  private long blockPosition;
  private Instant appended = Instant.EPOCH;

  JournalReader(Catalogue catalogue, long position) {
    this.catalogue = catalogue;
    this.position = position;
  }

  /// The position that is read next, if nothing is skipped.
  public long position() {
    return position;
  }

  public long skippedRecords() {
    return skippedRecords;
  }

  /// The next record; empty where everything that was acknowledged has been read.
  public Optional<JournalRecord> next() {
    try {
      while (true) {
        if (block.hasRemaining()) {
          var record = fromBlock();
          if (record != null) {
            return Optional.of(record);
          }
        } else if (!openNextBlock()) {
          return Optional.empty();
        }
      }
    } catch (IOException e) {
      throw new JournalException.Broken(
          "journal: cannot be read at position %d".formatted(position), e);
    }
  }

  /// Waits until there is something to read, or the time is over.
  public boolean await(Duration timeout) throws InterruptedException {
    return block.hasRemaining() || catalogue.awaitBeyond(position, timeout);
  }

  /// Null where the record is before the wanted one.
  private @Nullable JournalRecord fromBlock() {
    var at = blockPosition++;
    if (at < position) {
      Framing.skip(block);
      return null;
    }
    skippedRecords += at - position;
    position = at + 1;
    return new JournalRecord(at, appended, Framing.read(block));
  }

  /// False where there is none yet.
  private boolean openNextBlock() throws IOException {
    if (source == null && !openFile(catalogue.holding(position))) {
      return false;
    }
    while (true) {
      // In this order: a file that has a successor grows no more.
      var successor = catalogue.after(requireFile().number());
      refresh();
      if (readBlock()) {
        return true;
      }
      if (successor == null || !openFile(successor)) {
        return false;
      }
    }
  }

  private void refresh() {
    var current = catalogue.file(requireFile().number());
    if (current != null) {
      file = current;
    }
  }

  private boolean readBlock() throws IOException {
    var from = source;
    if (from == null) {
      return false;
    }
    while (offset < requireFile().bytes()) {
      var found = from.next(offset, requireFile().bytes());
      offset = found == null ? requireFile().bytes() : found.end();
      if (found != null && found.header().kind() == BlockHeader.Kind.RECORDS) {
        var records = from.records(found);
        if (records != null) {
          block = records;
          blockPosition = found.header().firstPosition();
          appended = Instant.ofEpochMilli(found.header().appendMillis());
          return true;
        }
        log.log(
            System.Logger.Level.WARNING,
            "{0}: the block at {1} is damaged, {2} records skipped",
            requireFile().path(),
            found.offset(),
            found.header().records());
      }
    }
    return false;
  }

  /// Opens the file, or the first after it that has not been deleted meanwhile.
  private boolean openFile(@Nullable JournalFile wanted) throws IOException {
    for (var next = wanted; next != null; next = catalogue.after(next.number())) {
      try {
        var opened = BlockSource.open(next.path(), next.number());
        close();
        source = opened;
        file = next;
        offset = startIn(next, opened);
        return true;
      } catch (NoSuchFileException e) {
        // Retention was faster; its successor is there.
      }
    }
    return false;
  }

  private long startIn(JournalFile next, BlockSource opened) throws IOException {
    if (position <= next.firstPosition()) {
      return FileHeader.BYTES;
    }
    var start = catalogue.index(next.number()).offsetOf(position, opened, next.bytes());
    return start == null ? FileHeader.BYTES : start;
  }

  private JournalFile requireFile() {
    if (file == null) {
      throw new IllegalStateException("a reader with a source has a file");
    }
    return file;
  }

  @Override
  public void close() {
    if (source != null) {
      source.close();
      source = null;
    }
  }
}

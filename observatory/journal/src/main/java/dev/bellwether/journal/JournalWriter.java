package dev.bellwether.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Serves the [Requests], one after the other, on a thread of its own: the only one that changes
/// the files. The flusher, another thread, calls [#flushWritten] only.
///
/// What fails is told to everybody who waits; the next append tries again. A block that was begun
/// is cut off first. After a failing sync nobody knows what of the file is on the disk, and asking
/// again would be answered with a lie, so the file is left as it is and another one begun.
final class JournalWriter implements Runnable {
  /// How late an idle file may be rolled or deleted for its age.
  private static final Duration TICK = Duration.ofMillis(500);

  private static final System.Logger log = System.getLogger(JournalWriter.class.getName());

  private final Folder folder;
  private final JournalOptions options;
  private final InstantSource clock;
  private final Requests requests;
  private final Catalogue catalogue;
  private final BlockPacker packer;
  private volatile @Nullable NewestFile newest;
  private volatile @Nullable IOException flushFailure;
  private volatile long nextPosition;
  private volatile long durablePosition;
  private long numberMax;

  JournalWriter(
      Folder folder,
      Folder.Contents contents,
      JournalOptions options,
      InstantSource clock,
      Requests requests) {
    this.folder = folder;
    this.options = options;
    this.clock = clock;
    this.requests = requests;
    this.catalogue = contents.catalogue();
    this.packer = new BlockPacker(options.compressionLevel());
    this.newest = contents.newest();
    this.nextPosition = contents.catalogue().endPosition();
    this.durablePosition = nextPosition;
    this.numberMax = contents.numberMax();
  }

  @Override
  public void run() {
    try (packer) {
      for (var running = true; running; ) {
        var request = requests.take(TICK);
        if (request == null) {
          tick();
        } else {
          serve(request);
        }
        running = !(request instanceof Request.Stop);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the writer", e);
    }
  }

  long durablePosition() {
    return durablePosition;
  }

  /// Syncs what was written before the call.
  void flushWritten() {
    // In this order: a roll in between has synced the file that went.
    var position = nextPosition;
    var file = newest;
    if (file == null || durablePosition >= position) {
      return;
    }
    try {
      file.force();
      durablePosition = position;
    } catch (IOException e) {
      flushFailure = e;
      log.log(
          System.Logger.Level.ERROR,
          "%s: sync failed, records from %d on may be lost in a power cut"
              .formatted(file.file().path(), durablePosition),
          e);
    }
  }

  private void serve(Request request) {
    try {
      request.outcome().succeed(position(request));
    } catch (Throwable e) {
      // Whatever it is, nobody must wait for ever.
      var failure = failure(e);
      request.outcome().fail(failure);
      for (var batch : requests.takeBatches()) {
        batch.outcome().fail(failure);
        requests.done(batch);
      }
    } finally {
      if (request instanceof Request.Batch batch) {
        requests.done(batch);
      }
    }
  }

  private long position(Request request) throws IOException {
    switch (request) {
      case Request.Batch batch -> {
        return write(batch);
      }
      case Request.Roll _ -> roll();
      case Request.Flush _ -> flush();
      case Request.Stop _ -> stop();
    }
    return nextPosition;
  }

  private long write(Request.Batch batch) throws IOException {
    giveUpAfterFailedFlush();
    writeDictionary();
    var file = fileWithRoomFor(batch.bytes() + BlockHeader.BYTES);
    var first = nextPosition;
    var before = file.file();
    var place = new BlockPacker.Place(before.number(), before.bytes(), file.dictionary());
    var block = packer.records(batch.records(), first, clock.millis(), place);
    file.write(block.bytes(), block.header());
    nextPosition = first + batch.records().size();
    if (file.dictionary() == null) {
      file.sample().add(batch.records());
    }
    if (options.flushInterval().isZero()) {
      flush();
    }
    catalogue.put(file.file());
    return first;
  }

  /// As soon as enough of the file's records have been seen.
  private void writeDictionary() throws IOException {
    var file = newest;
    if (file != null && file.dictionary() == null && file.sample().isFull()) {
      var end = file.file().bytes() + Dictionary.STORED_BYTES_MAX;
      if (end <= Math.min(options.fileBytesMax(), Integer.MAX_VALUE)) {
        file.writeDictionary(packer);
      }
    }
  }

  private NewestFile fileWithRoomFor(long bytes) throws IOException {
    var file = newest;
    if (file != null && file.file().records() > 0) {
      var full = file.file().bytes() + bytes > options.fileBytesMax();
      if (full || isOld(file.file())) {
        roll();
        file = newest;
      }
    }
    return file == null ? begin() : file;
  }

  private void roll() throws IOException {
    var file = newest;
    if (file != null && file.file().records() > 0) {
      giveUpAfterFailedFlush();
      catalogue.put(file.seal());
      newest = null;
      begin();
      retain();
    }
  }

  private NewestFile begin() throws IOException {
    var header = FileHeader.of(numberMax + 1, nextPosition, clock.millis());
    var file = NewestFile.begin(folder.path(), header);
    numberMax++;
    newest = file;
    catalogue.put(file.file());
    return file;
  }

  private void flush() throws IOException {
    giveUpAfterFailedFlush();
    flushWritten();
    giveUpAfterFailedFlush();
  }

  private void giveUpAfterFailedFlush() throws IOException {
    var failure = flushFailure;
    var file = newest;
    if (failure == null || file == null) {
      return;
    }
    flushFailure = null;
    newest = null;
    // What was written and not acknowledged may be found there one day: its positions are spent.
    file.close();
    throw failure;
  }

  private void stop() throws IOException {
    try {
      if (!options.flushInterval().equals(JournalOptions.FOREVER)) {
        flush();
      }
    } finally {
      var file = newest;
      newest = null;
      if (file != null) {
        file.cutTorn();
        file.close();
      }
    }
  }

  private void tick() {
    try {
      var file = newest;
      if (file != null && file.file().records() > 0 && isOld(file.file())) {
        roll();
      }
      retain();
    } catch (IOException | RuntimeException e) {
      log.log(System.Logger.Level.WARNING, folder.path() + ": cannot roll or delete files", e);
    }
  }

  private boolean isOld(JournalFile file) {
    return Catalogue.isOlder(file.firstAppend(), options.fileAgeMax(), clock.instant());
  }

  private void retain() throws IOException {
    var deleted = catalogue.retain(options, clock.instant());
    if (deleted > 0) {
      log.log(
          System.Logger.Level.INFO,
          "%s: %d oldest files deleted to keep within %d bytes and %s"
              .formatted(
                  folder.path(), deleted, options.retentionBytesMax(), options.retentionAge()));
    }
  }

  private JournalException failure(Throwable cause) {
    if (cause instanceof JournalException known) {
      return known;
    }
    if (isDiskFull(cause)) {
      return new JournalException.Full("%s: no room on the disk".formatted(folder.path()), cause);
    }
    log.log(System.Logger.Level.ERROR, folder.path() + ": cannot be written", cause);
    return new JournalException.Broken(
        "%s: cannot be written: %s".formatted(folder.path(), cause.getMessage()), cause);
  }

  /// Java keeps the error number to itself, and its text is in the user's language.
  private boolean isDiskFull(Throwable cause) {
    try {
      var message = String.valueOf(cause.getMessage());
      return message.contains("No space left")
          || message.contains("quota")
          || Files.getFileStore(folder.path()).getUsableSpace() < options.blockBytesMax();
    } catch (IOException e) {
      return false;
    }
  }
}

package dev.bellwether.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Serves the [Requests], one after the other, on a thread of its own: the only one that changes
/// the files. The flusher, another thread, calls [#flushWritten] only.
///
/// What fails is told to everybody who waits; the next append tries again. A block that was begun
/// is cut off first. A file of which a sync has failed is left and another one begun; a block that
/// waited for this sync to be answered is cut off.
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
  private volatile long nextPosition;
  // Two threads raise it, and it must not go back.
  private final AtomicLong durablePosition;
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
    this.packer = new BlockPacker(options.blocks().compressionLevel());
    this.newest = contents.newest();
    this.nextPosition = contents.catalogue().endPosition();
    // What an earlier run wrote into the newest file may not be on the disk yet.
    this.durablePosition =
        new AtomicLong(newest == null ? nextPosition : newest.file().firstPosition());
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
    return durablePosition.get();
  }

  /// Syncs what was written before the call, unless it is known that this file cannot be synced.
  void flushWritten() {
    var file = newest;
    if (file != null && !file.isBroken()) {
      try {
        flush();
      } catch (IOException e) {
        log.log(
            System.Logger.Level.ERROR,
            "%s: sync failed, records from %d on may be lost in a power cut"
                .formatted(file.file().path(), durablePosition()),
            e);
      }
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
    var isSmall = batch.bytes() <= Dictionary.BLOCK_BYTES_MAX;
    if (isSmall) {
      writeDictionary();
    }
    var file = fileWithRoomFor(batch.bytes() + BlockHeader.BYTES);
    var first = nextPosition;
    var before = file.file();
    var dictionary = isSmall ? file.dictionary() : null;
    var place = new BlockPacker.Place(before.number(), before.bytes(), dictionary);
    var block = packer.records(batch.records(), first, clock.millis(), place);
    file.write(block.bytes(), block.header());
    batch.writeTo(before.number());
    nextPosition = first + batch.records().size();
    file.sample(batch.records());
    if (options.flushInterval().isZero()) {
      flushOrTakeBack(file, before);
    }
    catalogue.put(file.file());
    return first;
  }

  private void flushOrTakeBack(NewestFile file, JournalFile before) throws IOException {
    try {
      flush();
    } catch (IOException e) {
      file.takeBack(before);
      throw e;
    }
  }

  private void writeDictionary() throws IOException {
    var file = usable();
    if (file != null && file.isDictionaryDue()) {
      var end = file.file().bytes() + Dictionary.STORED_BYTES_MAX;
      if (end <= Math.min(options.files().bytesMax(), Integer.MAX_VALUE)) {
        file.writeDictionary(packer);
      }
    }
  }

  private NewestFile fileWithRoomFor(long bytes) throws IOException {
    var file = usable();
    if (file != null && file.file().records() > 0) {
      var full = file.file().bytes() + bytes > options.files().bytesMax();
      if (full || isOld(file.file())) {
        roll();
        file = newest;
      }
    }
    return file == null ? begin() : file;
  }

  private void roll() throws IOException {
    var file = usable();
    if (file != null && file.file().records() > 0) {
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
    // In this order: a roll in between has synced the file that went.
    var position = nextPosition;
    var file = newest;
    if (file != null && durablePosition() < position) {
      file.force();
      durablePosition.accumulateAndGet(position, Math::max);
    }
  }

  /// The newest file, unless a sync of it has failed.
  private @Nullable NewestFile usable() throws IOException {
    var file = newest;
    if (file != null && file.isBroken()) {
      newest = null;
      // What was refused may be found there after a power cut: its positions are spent.
      file.close();
    }
    return newest;
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
    return Catalogue.isOlder(file.firstAppend(), options.files().ageMax(), clock.instant());
  }

  private void retain() throws IOException {
    var deleted = catalogue.retain(options.retention(), clock.instant());
    if (deleted > 0) {
      log.log(
          System.Logger.Level.INFO,
          "%s: %d oldest files deleted to keep within %d bytes and %s"
              .formatted(
                  folder.path(),
                  deleted,
                  options.retention().bytesMax(),
                  options.retention().age()));
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
          || Files.getFileStore(folder.path()).getUsableSpace() < options.blocks().bytesMax();
    } catch (IOException e) {
      return false;
    }
  }
}

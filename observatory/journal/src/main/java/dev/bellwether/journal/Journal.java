package dev.bellwether.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// An append-only log of records, which are bytes that only the caller understands. For many
/// threads.
///
/// A record's position is the number of records that were appended before it, over all files. It
/// never changes. After a power cut, positions from [#durablePosition] on may be given out anew:
/// who keeps on disk how far it has read keeps no more than that.
public final class Journal implements AutoCloseable {
  private final Folder folder;
  private final JournalOptions options;
  private final Recovery recovery;
  private final Catalogue catalogue;
  private final Requests requests;
  private final JournalWriter writer;
  private final ScheduledExecutorService flusher;

  private Journal(
      Folder folder, Folder.Contents contents, JournalOptions options, InstantSource clock) {
    this.folder = folder;
    this.options = options;
    this.recovery = contents.recovery();
    this.catalogue = contents.catalogue();
    this.requests = new Requests(options);
    this.writer = new JournalWriter(folder, contents, options, clock, requests);
    this.flusher =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("journal-flusher").factory());
  }

  /// Opens a folder, which is made where there is none, and mends what a crash has left in it.
  ///
  /// @throws JournalException.Newer where a later version wrote one of the files
  /// @throws JournalException.Broken where the folder cannot be read, or is in use
  public static Journal open(Path folder, JournalOptions options) {
    return open(folder, options, InstantSource.system());
  }

  /// As above, with a clock that says when blocks are written and when files are old.
  public static Journal open(Path path, JournalOptions options, InstantSource clock) {
    try {
      var folder = Folder.open(path);
      try {
        var journal = new Journal(folder, folder.recover(), options, clock);
        Thread.ofPlatform().daemon().name("journal-writer").start(journal.writer);
        journal.startFlusher();
        return journal;
      } catch (IOException | RuntimeException e) {
        folder.close();
        throw e;
      }
    } catch (IOException e) {
      throw new JournalException.Broken("%s: cannot be opened".formatted(path), e);
    }
  }

  private void startFlusher() {
    var interval = options.flushInterval();
    if (!interval.isZero() && !interval.equals(JournalOptions.FOREVER)) {
      var nanos = interval.toNanos();
      var _ =
          flusher.scheduleWithFixedDelay(writer::flushWritten, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  /// What opening found.
  public Recovery recovery() {
    return recovery;
  }

  /// Returns the record's position when it is in the file, where `kill -9` cannot reach it, and
  /// synced where the flush interval is zero. The bytes must not change until then.
  ///
  /// A record that is refused is not in the file any more. Only where the disk has failed and the
  /// power fails before it has been mended, nobody knows: such a record may be found again.
  ///
  /// @throws JournalException the record was not kept
  public long append(byte[] record) {
    return begin(record).await();
  }

  /// Begins an append and does not wait for it: what is begun first is written first. The bytes
  /// must not change until it is done.
  ///
  /// @throws JournalException the record was not kept
  public PendingAppend begin(byte[] record) {
    if (record.length > options.blocks().recordBytesMax()) {
      throw new IllegalArgumentException(
          "record: %d bytes (expected: up to %d)"
              .formatted(record.length, options.blocks().recordBytesMax()));
    }
    return requests.append(record);
  }

  /// The record at a position; empty where its file has been deleted or it is not yet written.
  ///
  /// @throws JournalException.Damaged where it was there once
  public Optional<byte[]> read(long position) {
    var file = catalogue.holding(position);
    if (file == null || !file.contains(position)) {
      return Optional.empty();
    }
    try (var source = BlockSource.open(file.path(), file.number())) {
      var offset = catalogue.index(file.number()).offsetOf(position, source, file.bytes());
      var block = offset == null ? null : source.next(offset, file.bytes());
      var records = block == null || !block.contains(position) ? null : source.records(block);
      if (block == null || records == null) {
        throw new JournalException.Damaged(
            "%s: position %d is in a damaged block".formatted(file.path(), position));
      }
      return Optional.of(Framing.record(records, position - block.header().firstPosition()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new JournalException.Broken("%s: cannot be read".formatted(file.path()), e);
    }
  }

  /// A reader of everything from a position on, for one thread.
  public JournalReader reader(long fromPosition) {
    return new JournalReader(catalogue, fromPosition);
  }

  /// The position that comes next.
  public long endPosition() {
    return catalogue.endPosition();
  }

  /// Everything before it survives a power cut, but for what a failed sync left behind: that is
  /// logged as an error when it happens.
  public long durablePosition() {
    return writer.durablePosition();
  }

  /// Syncs everything that has been appended; returns the position that comes next.
  public long flush() {
    return await(Request.Flush::new);
  }

  /// Seals the file that is being written, unless it is empty, and begins a new one; returns the
  /// new one's first position.
  public long roll() {
    return await(Request.Roll::new);
  }

  private long await(Function<Outcome, Request> kind) {
    var outcome = new Outcome();
    requests.add(kind.apply(outcome));
    return outcome.await();
  }

  /// All files, oldest first.
  public List<JournalFile> files() {
    return catalogue.files();
  }

  /// Deletes a whole file; the newest must stay, because it knows the position that comes next.
  /// Nothing happens where the file is gone already.
  public void delete(JournalFile file) {
    if (catalogue.isNewest(file.number())) {
      throw new IllegalArgumentException(
          "file: %s (expected: one before the newest; roll first)".formatted(file.path()));
    }
    try {
      catalogue.delete(file);
    } catch (IOException e) {
      throw new JournalException.Broken("%s: cannot be deleted".formatted(file.path()), e);
    }
  }

  /// Writes what waits, syncs unless the flush interval is for ever, and lets the folder go.
  @Override
  public void close() {
    if (!requests.isClosed()) {
      try {
        flusher.shutdown();
        await(Request.Stop::new);
      } finally {
        release();
      }
    }
  }

  private void release() {
    try {
      folder.close();
    } catch (IOException e) {
      throw new JournalException.Broken("%s: cannot be closed".formatted(folder.path()), e);
    }
  }
}

package dev.bellwether.journal;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// How a journal writes and how much of the disk and of the memory it may take.
///
/// @param flushInterval what a power cut may cost; zero syncs before an append returns, [#FOREVER]
///   leaves it to the operating system, also on closing
public record JournalOptions(
    Duration flushInterval, Blocks blocks, Waiting waiting, Files files, Retention retention) {
  public static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  public static final JournalOptions DEFAULT =
      new JournalOptions(
          Duration.ofSeconds(1), Blocks.DEFAULT, Waiting.DEFAULT, Files.DEFAULT, Retention.NONE);

  /// What a block is made of.
  ///
  /// @param compressionLevel of zstd, 1 to 19
  /// @param recordBytesMax of one record
  /// @param bytesMax of the records of one block, before compression; a larger record gets a block
  ///   of its own. A random read inflates one block
  public record Blocks(int compressionLevel, int recordBytesMax, int bytesMax) {
    /// A record takes the largest OTLP body (20 MiB). A larger block compresses no better, and this
    /// one is read back in about a millisecond.
    public static final Blocks DEFAULT = new Blocks(1, 32 << 20, 1 << 20);

    /// A block's lengths are 32 bits with a sign, and its framing needs room too.
    private static final int LIMIT = 1 << 30;

    public Blocks {
      check("compressionLevel", compressionLevel, 1, 19);
      check("recordBytesMax", recordBytesMax, 1, LIMIT);
      check("blockBytesMax", bytesMax, 1, LIMIT);
    }
  }

  /// The queue before the writer.
  ///
  /// @param bytesMax of all records that wait to be written; more have to wait outside
  /// @param patience how long an append waits outside before it is told [JournalException.Full]
  public record Waiting(long bytesMax, Duration patience) {
    /// A second of a disk that has become slow.
    public static final Waiting DEFAULT = new Waiting(64 << 20, Duration.ofSeconds(10));
  }

  /// When a file is complete.
  ///
  /// @param bytesMax after which a file is rolled
  /// @param ageMax after which a file with records is rolled
  public record Files(long bytesMax, Duration ageMax) {
    /// Scanned in a tenth of a second after a crash.
    public static final Files DEFAULT = new Files(64 << 20, Duration.ofHours(1));

    public Files {
      check("fileBytesMax", bytesMax, 1, Long.MAX_VALUE);
    }
  }

  /// When a file goes.
  ///
  /// @param bytesMax of all files; the oldest are deleted first, the newest never
  /// @param age after which a file is deleted, counted from its last append
  public record Retention(long bytesMax, Duration age) {
    /// Nothing is deleted.
    public static final Retention NONE = new Retention(Long.MAX_VALUE, FOREVER);

    public Retention {
      check("retentionBytesMax", bytesMax, 1, Long.MAX_VALUE);
    }
  }

  public JournalOptions {
    check("waitingBytesMax", waiting.bytesMax(), blocks.recordBytesMax(), Long.MAX_VALUE);
    if (flushInterval.isNegative()) {
      throw new IllegalArgumentException(
          "flushInterval: %s (expected: zero or more)".formatted(flushInterval));
    }
  }

  public JournalOptions withFlushInterval(Duration interval) {
    return new JournalOptions(interval, blocks, waiting, files, retention);
  }

  public JournalOptions withCompressionLevel(int level) {
    return with(new Blocks(level, blocks.recordBytesMax(), blocks.bytesMax()));
  }

  public JournalOptions withBlocks(int recordBytesMax, int blockBytesMax) {
    return with(new Blocks(blocks.compressionLevel(), recordBytesMax, blockBytesMax));
  }

  public JournalOptions withWaiting(long bytesMax, Duration patience) {
    return new JournalOptions(
        flushInterval, blocks, new Waiting(bytesMax, patience), files, retention);
  }

  public JournalOptions withFiles(long bytesMax, Duration ageMax) {
    return new JournalOptions(
        flushInterval, blocks, waiting, new Files(bytesMax, ageMax), retention);
  }

  public JournalOptions withRetention(long bytesMax, Duration age) {
    return new JournalOptions(flushInterval, blocks, waiting, files, new Retention(bytesMax, age));
  }

  private JournalOptions with(Blocks changed) {
    return new JournalOptions(flushInterval, changed, waiting, files, retention);
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(name, value, min, max));
    }
  }
}

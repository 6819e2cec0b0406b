package dev.bellwether.journal;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// How a journal writes and how much of the disk and of the memory it may take.
///
/// @param flushInterval what a power cut may cost; zero syncs before an append returns, [#FOREVER]
///   leaves it to the operating system, also on closing
/// @param compressionLevel of zstd, 1 to 19
/// @param recordBytesMax of one record
/// @param blockBytesMax of the records of one block, before compression; a larger record gets a
///   block of its own. A random read inflates one block
/// @param waitingBytesMax of all records that wait to be written; more have to wait outside
/// @param patience how long an append waits outside before it is told [JournalException.Full]
/// @param fileBytesMax after which a file is rolled
/// @param fileAgeMax after which a file with records is rolled
/// @param retentionBytesMax of all files; the oldest are deleted first, the newest never
/// @param retentionAge after which a file is deleted, counted from its last append
public record JournalOptions(
    Duration flushInterval,
    int compressionLevel,
    int recordBytesMax,
    int blockBytesMax,
    long waitingBytesMax,
    Duration patience,
    long fileBytesMax,
    Duration fileAgeMax,
    long retentionBytesMax,
    Duration retentionAge) {
  public static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  /// A record takes the largest OTLP body (20 MiB); a block is read back in about a millisecond;
  /// what waits is a second of a disk that has become slow; a file is scanned in a tenth of a
  /// second after a crash. Nothing is deleted.
  public static final JournalOptions DEFAULT =
      new JournalOptions(
          Duration.ofSeconds(1),
          1,
          32 << 20,
          256 << 10,
          64 << 20,
          Duration.ofSeconds(10),
          64 << 20,
          Duration.ofHours(1),
          Long.MAX_VALUE,
          FOREVER);

  /// A block's lengths are 32 bits with a sign, and its framing needs room too.
  private static final int BYTES_MAX = 1 << 30;

  public JournalOptions {
    check("compressionLevel", compressionLevel, 1, 19);
    check("recordBytesMax", recordBytesMax, 1, BYTES_MAX);
    check("blockBytesMax", blockBytesMax, 1, BYTES_MAX);
    check("waitingBytesMax", waitingBytesMax, recordBytesMax, Long.MAX_VALUE);
    check("fileBytesMax", fileBytesMax, 1, Long.MAX_VALUE);
    check("retentionBytesMax", retentionBytesMax, 1, Long.MAX_VALUE);
    if (flushInterval.isNegative()) {
      throw new IllegalArgumentException(
          "flushInterval: %s (expected: zero or more)".formatted(flushInterval));
    }
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(name, value, min, max));
    }
  }

  public JournalOptions withFlushInterval(Duration interval) {
    return new JournalOptions(
        interval,
        compressionLevel,
        recordBytesMax,
        blockBytesMax,
        waitingBytesMax,
        patience,
        fileBytesMax,
        fileAgeMax,
        retentionBytesMax,
        retentionAge);
  }

  public JournalOptions withCompressionLevel(int level) {
    return new JournalOptions(
        flushInterval,
        level,
        recordBytesMax,
        blockBytesMax,
        waitingBytesMax,
        patience,
        fileBytesMax,
        fileAgeMax,
        retentionBytesMax,
        retentionAge);
  }

  public JournalOptions withBlocks(int recordBytesMax, int blockBytesMax) {
    return new JournalOptions(
        flushInterval,
        compressionLevel,
        recordBytesMax,
        blockBytesMax,
        waitingBytesMax,
        patience,
        fileBytesMax,
        fileAgeMax,
        retentionBytesMax,
        retentionAge);
  }

  public JournalOptions withWaiting(long bytesMax, Duration patience) {
    return new JournalOptions(
        flushInterval,
        compressionLevel,
        recordBytesMax,
        blockBytesMax,
        bytesMax,
        patience,
        fileBytesMax,
        fileAgeMax,
        retentionBytesMax,
        retentionAge);
  }

  public JournalOptions withFiles(long bytesMax, Duration ageMax) {
    return new JournalOptions(
        flushInterval,
        compressionLevel,
        recordBytesMax,
        blockBytesMax,
        waitingBytesMax,
        patience,
        bytesMax,
        ageMax,
        retentionBytesMax,
        retentionAge);
  }

  public JournalOptions withRetention(long bytesMax, Duration age) {
    return new JournalOptions(
        flushInterval,
        compressionLevel,
        recordBytesMax,
        blockBytesMax,
        waitingBytesMax,
        patience,
        fileBytesMax,
        fileAgeMax,
        bytesMax,
        age);
  }
}

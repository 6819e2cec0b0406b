package dev.bellwether.store.segments;

import dev.bellwether.store.Deadline;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// How the store writes, and how much of the disk and of the memory it may take.
///
/// @param flushInterval what a power cut may cost; zero syncs before an append returns
/// @param segments how large a segment grows
/// @param retention how much is kept
/// @param searchMax how long a search may look before it answers with what it has found
public record SegmentStoreOptions(
    Duration flushInterval, Segments segments, Retention retention, Duration searchMax) {
  public static final SegmentStoreOptions DEFAULT =
      new SegmentStoreOptions(
          Duration.ofSeconds(1), Segments.DEFAULT, Retention.DEFAULT, Deadline.SEARCH_MAX);

  /// When a segment is complete: whichever comes first. What is under way then still belongs to it.
  ///
  /// @param spansMax spans in it; likewise log records and metric points
  /// @param bytesMax of its journal file
  /// @param ageMax since its first append
  /// @param unsealedMax how many complete segments wait in the heap for their tables to be written;
  ///   further appends are refused until one is
  public record Segments(
      int spansMax, int logsMax, int pointsMax, long bytesMax, Duration ageMax, int unsealedMax) {
    /// 65,536 spans take about 6 MB of heap while the segment is open and 5 MB on the disk
    /// afterwards; four times as many save 2 % of that (benchmarks/LAYOUT.md). A segment is written
    /// in a fraction of a second: two that wait are a disk that is busy or full.
    public static final Segments DEFAULT =
        new Segments(65_536, 65_536, 65_536, 64 << 20, Duration.ofHours(1), 2);

    /// A table has room for four times as many: a segment grows while it is being completed.
    private static final int ROWS_MAX = 1 << 18;

    public Segments {
      checkRows("spansMax", spansMax);
      checkRows("logsMax", logsMax);
      checkRows("pointsMax", pointsMax);
      atLeastOne("bytesMax", bytesMax);
      atLeastOne("unsealedMax", unsealedMax);
    }

    private static void checkRows(String name, int rows) {
      if (rows < 1 || rows > ROWS_MAX) {
        throw new IllegalArgumentException(
            "%s: %d (expected: 1 to %d)".formatted(name, rows, ROWS_MAX));
      }
    }
  }

  /// What goes first is the oldest segment, whole: its journal file and its tables. The open one
  /// stays in any case.
  ///
  /// @param bytesMax of all files
  /// @param ageMax since its last append
  public record Retention(long bytesMax, Duration ageMax) {
    /// Ten GiB are 130 million spans of the trading system.
    public static final Retention DEFAULT =
        new Retention(10L << 30, ChronoUnit.FOREVER.getDuration());

    public Retention {
      atLeastOne("bytesMax", bytesMax);
    }
  }

  public SegmentStoreOptions withFlushInterval(Duration interval) {
    return new SegmentStoreOptions(interval, segments, retention, searchMax);
  }

  public SegmentStoreOptions withSegments(Segments wanted) {
    return new SegmentStoreOptions(flushInterval, wanted, retention, searchMax);
  }

  public SegmentStoreOptions withRetention(long bytesMax, Duration ageMax) {
    return new SegmentStoreOptions(
        flushInterval, segments, new Retention(bytesMax, ageMax), searchMax);
  }

  public SegmentStoreOptions withSearchMax(Duration max) {
    return new SegmentStoreOptions(flushInterval, segments, retention, max);
  }

  private static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s: %d (expected: at least 1)".formatted(name, value));
    }
  }
}

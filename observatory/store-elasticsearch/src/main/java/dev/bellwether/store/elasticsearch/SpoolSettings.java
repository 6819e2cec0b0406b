package dev.bellwether.store.elasticsearch;

import java.nio.file.Path;
import java.time.Duration;

/// Where documents wait for the cluster, and how many may.
///
/// @param folder of the spool alone; one process at a time uses it
/// @param bytesMax of documents that wait; on the disk they take about a tenth of it
/// @param keptFor how long what the cluster has stays, for views that go on after a restart while
///   the cluster is away
/// @param keptBytesMax of the files, beyond which what the cluster has leaves at once
public record SpoolSettings(Path folder, long bytesMax, Duration keptFor, long keptBytesMax) {
  /// Half an hour of the trading system at 500 spans a second.
  private static final long BYTES_MAX = 2L << 30;

  private static final long KEPT_BYTES_MAX = 256 << 20;

  public SpoolSettings {
    if (bytesMax < 1 || keptBytesMax < 1) {
      throw new IllegalArgumentException(
          "spool bytes max: %d, kept bytes max: %d (expected: both at least 1)"
              .formatted(bytesMax, keptBytesMax));
    }
  }

  /// 2 GiB of documents, and ten minutes or 256 MiB of files that have been delivered.
  public static SpoolSettings in(Path folder) {
    return new SpoolSettings(folder, BYTES_MAX, Duration.ofMinutes(10), KEPT_BYTES_MAX);
  }

  public SpoolSettings withBytesMax(long bytes) {
    return new SpoolSettings(folder, bytes, keptFor, keptBytesMax);
  }
}

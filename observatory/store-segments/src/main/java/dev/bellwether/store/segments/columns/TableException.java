package dev.bellwether.store.segments.columns;

import java.nio.file.Path;

/// A table's file cannot be read: it is damaged, or of a later time. The table can be written anew
/// from the records that it was derived from.
public abstract sealed class TableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TableException(String message) {
    super(message);
  }

  /// The file is not as it was written: bits have changed, or its end is missing.
  public static final class DamagedFile extends TableException {
    private static final long serialVersionUID = 1;

    DamagedFile(Path file, long offset, String rule) {
      super("%s: damaged at byte %d (expected: %s)".formatted(file, offset, rule));
    }
  }

  /// A later version of this program wrote the file.
  public static final class NewerFile extends TableException {
    private static final long serialVersionUID = 1;

    NewerFile(Path file, int version, int features) {
      super(
          "%s: version %d with features %x (expected: version %d without): a later version wrote it"
              .formatted(file, version, features, Layout.VERSION));
    }
  }
}

package dev.bellwether.journal;

import org.jspecify.annotations.Nullable;

/// The world's failures, not the caller's: the disk is full or broken, a file is damaged or of a
/// later time. What an append throws was not kept, and the same append may succeed later.
public abstract sealed class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1;

  JournalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// The same failure for one more thread that waited for it, with that thread's own stack.
  abstract JournalException again();

  /// No room: on the disk, or among the records that wait to be written.
  public static final class Full extends JournalException {
    private static final long serialVersionUID = 1;

    Full(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    @Override
    JournalException again() {
      return new Full(String.valueOf(getMessage()), this);
    }
  }

  /// The disk refuses to write, to sync or to read; or the journal has been closed.
  public static final class Broken extends JournalException {
    private static final long serialVersionUID = 1;

    Broken(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    @Override
    JournalException again() {
      return new Broken(String.valueOf(getMessage()), this);
    }
  }

  /// The record was written once, but its block no longer matches its checksum.
  public static final class Damaged extends JournalException {
    private static final long serialVersionUID = 1;

    Damaged(String message) {
      super(message, null);
    }

    @Override
    JournalException again() {
      return new Damaged(String.valueOf(getMessage()));
    }
  }

  /// A later version of this program wrote the folder. Nothing in it was touched.
  public static final class Newer extends JournalException {
    private static final long serialVersionUID = 1;

    Newer(String message) {
      super(message, null);
    }

    @Override
    JournalException again() {
      return new Newer(String.valueOf(getMessage()));
    }
  }
}

package dev.bellwether.store;

import java.time.Duration;

/// The world's failures, not the caller's: the disk is full, the engine is away. Nothing of the
/// call was kept, and the same call may succeed later.
public sealed class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  StoreException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /// How long the caller should wait before it tries again.
  public Duration retryAfter() {
    return retryAfter;
  }

  /// The engine's limit is reached; it is alive and takes more when it has caught up.
  public static final class Full extends StoreException {
    private static final long serialVersionUID = 1;

    public Full(String message, Duration retryAfter) {
      super(message, retryAfter);
    }
  }

  /// The engine cannot be reached or has been closed.
  public static final class Unavailable extends StoreException {
    private static final long serialVersionUID = 1;

    public Unavailable(String message, Duration retryAfter) {
      super(message, retryAfter);
    }
  }
}

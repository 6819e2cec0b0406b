package dev.bellwether.otlp;

/// A request that is not OTLP; the message says where and why. Nothing of it is stored.
final class DecodeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String why;

  DecodeException(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  /// For the sender.
  String why() {
    return why;
  }
}

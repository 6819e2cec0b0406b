package dev.bellwether.otlp;

/// A request that is not OTLP; the message says where and why. Nothing of it is stored.
final class DecodeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DecodeException(String message) {
    super(message, null, false, false);
  }
}

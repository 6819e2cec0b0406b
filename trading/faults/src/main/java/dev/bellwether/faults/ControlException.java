package dev.bellwether.faults;

/// A service that shall be told of a plan, or asked about one, does not answer as it should.
public final class ControlException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ControlException(String message, Throwable cause) {
    super(message, cause);
  }

  ControlException(String message) {
    super(message);
  }
}

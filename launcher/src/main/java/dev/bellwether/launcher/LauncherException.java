package dev.bellwether.launcher;

/// Something in the world stands in the way of starting. The message is all that the user sees: it
/// names the thing, the value and the rule, and if possible the way out.
final class LauncherException extends RuntimeException {
  LauncherException(String message) {
    super(message);
  }

  LauncherException(String message, Throwable cause) {
    super(message, cause);
  }
}

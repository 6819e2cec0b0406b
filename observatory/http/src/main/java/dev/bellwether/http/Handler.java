package dev.bellwether.http;

/// Answers one request, blocking, on a virtual thread of its own.
@FunctionalInterface
public interface Handler {
  /// @throws Problem for an answer that is an error the caller can understand
  Response handle(Request request);
}

package dev.bellwether.analysis;

import org.jspecify.annotations.Nullable;

/// How a node is, and why, in words with figures.
///
/// @param cause id of the failing node whose failed calls explain most of this node's errors;
///   absent where it fails on its own
public record NodeHealth(Status status, String reason, @Nullable String cause) {
  public enum Status {
    OK,
    DEGRADED,
    FAILING,
    UNKNOWN
  }
}

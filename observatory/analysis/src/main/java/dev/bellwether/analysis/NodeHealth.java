package dev.bellwether.analysis;

import org.jspecify.annotations.Nullable;

/// How a node is, and why, in words with figures.
///
/// @param cause id of the failing node whose failed calls explain most of this node's errors;
///   absent where it fails on its own
/// @param slow whether the trouble is how long its requests take, and not how many fail
/// @param ownErrors requests that failed in the minutes that it is judged by; 0 where another
///   node's failures explain most of them
public record NodeHealth(
    Status status, String reason, @Nullable String cause, boolean slow, long ownErrors) {
  public enum Status {
    OK,
    DEGRADED,
    FAILING,
    UNKNOWN
  }
}

package dev.bellwether.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// `GET /api/services`: every service of the window, by name.
///
/// @param startUnixNano where the first step of the small series begins
/// @param stepMillis how long one step is
public record ServicesJson(
    String fromUnixNano,
    String toUnixNano,
    String startUnixNano,
    long stepMillis,
    List<Service> services) {
  /// What one service served, and how it is.
  ///
  /// @param health `ok`, `degraded`, `failing` or `unknown`
  /// @param reason the health in words, with the figures it comes from
  /// @param cause id of the failing node whose failures explain this one's; absent where it fails
  ///   on its own
  /// @param versions those that served in the window; a service that tells none has none
  /// @param requestsPerStep one for each step
  /// @param errorsPerStep one for each step
  public record Service(
      String name,
      String health,
      String reason,
      @Nullable String cause,
      FiguresJson figures,
      List<String> versions,
      List<Long> requestsPerStep,
      List<Long> errorsPerStep) {}
}

package dev.bellwether.analysis.explain;

import dev.bellwether.model.Span;
import dev.bellwether.model.Span.Kind;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.query.Query;
import java.util.List;
import java.util.Optional;

/// What one trace is to those who ask about some of its spans.
///
/// A service that was called is judged by its own span and by its caller's: an answer of 4xx is no
/// error of the server, and a caller that waited in vain is the only one that knows. Calls, to a
/// database for example, are judged by themselves, but tell of the request that made them.
///
/// @param entry whose attributes come first
/// @param failedNanos when the first of its spans had failed: what began later is a consequence, as
///   the look for a record that could not be written, and no cause; never where it did not fail
record Request(Span entry, boolean failed, long failedNanos, long durationNanos) {
  /// @param ordered the spans of one trace, of which one matches at least
  static Request of(List<Span> ordered, Query asked) {
    var matching = ordered.stream().filter(asked::matches).toList();
    return matching.stream()
        .filter(Request::cameIn)
        .findFirst()
        .map(entry -> ofEntry(entry, ordered))
        .orElseGet(() -> ofCalls(matching, ordered));
  }

  private static Request ofEntry(Span entry, List<Span> spans) {
    boolean failedForCaller =
        spans.stream().anyMatch(span -> span.failed() && span.id().equals(entry.parentId()));
    boolean failed = entry.failed() || failedForCaller;
    return new Request(entry, failed, failedNanos(failed, spans), entry.durationNanos());
  }

  private static Request ofCalls(List<Span> calls, List<Span> spans) {
    var entry =
        spans.stream()
            .filter(Request::cameIn)
            .findFirst()
            .or(() -> spans.stream().filter(span -> span.parentId() == null).findFirst())
            .orElseGet(spans::getFirst);
    boolean failed = calls.stream().anyMatch(Span::failed);
    return new Request(
        entry,
        failed,
        failedNanos(failed, spans),
        calls.stream().mapToLong(Span::durationNanos).max().orElseThrow());
  }

  private static long failedNanos(boolean failed, List<Span> spans) {
    return failed
        ? spans.stream().filter(Span::failed).mapToLong(Span::endNanos).min().orElseThrow()
        : Long.MAX_VALUE;
  }

  /// The trace that this one goes on from, where its first span says so.
  static Optional<TraceId> linked(List<Span> ordered) {
    var links = ordered.getFirst().links();
    return links.size() == 1 ? Optional.of(links.getFirst().traceId()) : Optional.empty();
  }

  private static boolean cameIn(Span span) {
    return span.kind() == Kind.SERVER || span.kind() == Kind.CONSUMER;
  }
}

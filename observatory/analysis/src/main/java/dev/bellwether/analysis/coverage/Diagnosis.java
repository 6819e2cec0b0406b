package dev.bellwether.analysis.coverage;

import dev.bellwether.model.LogRecord;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says why a record lacks the key.
///
/// A span alone cannot tell. What began before and after it under the same parent can, and what is
/// above and below it:
///
/// | above it, nearest with the key | and | cause |
/// |---|---|---|
/// | nobody | the parent is unknown | parent missing |
/// | | somebody below has it | before |
/// | | it began before, after those beside it that have it | set too late, scope ended |
/// | a span of its own service | nothing below that has it | span only |
/// | | spans below it have it | set too late, scope ended, or not copied |
/// | a span of another service | a further service below has it | not copied |
/// | | another service that the caller calls has it | not copied |
/// | | nobody below has it | not sent |
///
/// @param receivers by caller: services that got the key from it in some trace of the sample
/// @param loggers services of which some log record carries the key
record Diagnosis(Map<String, Set<String>> receivers, Set<String> loggers) {

  /// @param place of a span without the key
  Finding ofSpan(Place place) {
    var carrier = place.carrier;
    if (carrier == null) {
      return withoutCarrier(place);
    }
    if (carrier.entry == place.entry) {
      return within(place.lost, carrier);
    }
    if (place.entry.carriedElsewhereBelow) {
      return Finding.of(Cause.NOT_COPIED, place.entry);
    }
    var lost = place.lost;
    if (lost.entry == carrier.entry) {
      return within(lost, carrier);
    }
    var others = receivers.getOrDefault(carrier.service(), Set.of());
    return Finding.of(others.isEmpty() ? Cause.NOT_SENT : Cause.NOT_COPIED, lost);
  }

  /// @param log without the key, of the same trace as `places`
  Finding ofLog(LogRecord log, Places places) {
    var spanId = log.spanId();
    var place = spanId == null ? null : places.byId().get(spanId);
    var service = log.service();
    if (!places.has(service)) {
      return Finding.ofLogs(Cause.FOREIGN_LOGS, service);
    }
    if (place != null && !place.carries) {
      return ofSpan(place).forLogs();
    }
    boolean othersCarry = loggers.contains(service);
    return Finding.ofLogs(othersCarry ? Cause.SET_TOO_LATE : Cause.LOGS_NOT_COPIED, service);
  }

  private static Finding withoutCarrier(Place place) {
    if (place.carriedBelow()) {
      return new Finding(Cause.BEFORE, Signal.SPANS, "", place.service(), "");
    }
    var branching = branching(place);
    if (branching == null) {
      return Finding.of(Cause.PARENT_MISSING, place.lost);
    }
    boolean early = place.span.startNanos() < branching.carriedBelowNanos;
    return Finding.of(early ? Cause.SET_TOO_LATE : Cause.SCOPE_ENDED, place);
  }

  /// The nearest span above below which somebody has the key.
  private static @Nullable Place branching(Place place) {
    for (var above = place.parent; above != null; above = above.parent) {
      if (above.carriedBelow()) {
        return above;
      }
    }
    return null;
  }

  /// @param lost a span without the key whose parent, `carrier`, is of the same service and has it
  private static Finding within(Place lost, Place carrier) {
    if (!carrier.carriedBelow()) {
      return Finding.of(Cause.SPAN_ONLY, lost);
    }
    var carrying = new LongSummaryStatistics();
    for (var sibling : carrier.children) {
      if (sibling.carries) {
        carrying.accept(sibling.span.startNanos());
      }
    }
    if (carrying.getCount() == 0) {
      return Finding.of(Cause.NOT_COPIED, lost);
    }
    boolean early = lost.span.startNanos() < carrying.getMin();
    return Finding.of(early ? Cause.SET_TOO_LATE : Cause.SCOPE_ENDED, lost);
  }
}

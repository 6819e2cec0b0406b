package dev.bellwether.api;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.Span;
import dev.bellwether.store.Store;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Finds out why the map of a window is empty.
final class EmptyMap {
  private static final int LOGS_MAX = 200;

  /// The window that is offered instead.
  private static final long OFFERED_NANOS = Duration.ofMinutes(15).toNanos();

  private final Store store;
  private final Supplier<List<HealthJson.Receiver>> receivers;

  EmptyMap(Store store, Supplier<List<HealthJson.Receiver>> receivers) {
    this.store = store;
    this.receivers = receivers;
  }

  GapsJson.Empty why(TimeRange range, long nowNanos) {
    var status = store.status();
    if (status.spans() > 0) {
      return ofSpans(range, nowNanos);
    }
    var refused = new TreeMap<String, Long>();
    for (var receiver : receivers.get()) {
      receiver.refused().forEach((reason, count) -> refused.merge(reason, count, Long::sum));
      receiver.rejected().forEach((reason, count) -> refused.merge(reason, count, Long::sum));
    }
    refused.values().removeIf(count -> count == 0);
    if (!refused.isEmpty()) {
      return refused(refused);
    }
    return status.logRecords() + status.metricPoints() > 0
        ? noSpans(status.logRecords(), status.metricPoints())
        : nothingReceived();
  }

  private GapsJson.Empty nothingReceived() {
    return new GapsJson.Empty(
        "nothing_received",
        "Nothing has arrived yet: no spans, no log records, no metrics, and nothing was refused.",
        "Attach an agent or SDK, point it here, and call the application once.",
        endpoint(),
        null,
        null);
  }

  private static GapsJson.Empty refused(Map<String, Long> refused) {
    var reasons =
        refused.entrySet().stream()
            .map(one -> "%s (%s)".formatted(one.getKey(), number(one.getValue())))
            .collect(Collectors.joining(", "));
    return new GapsJson.Empty(
        "refused",
        "No span was kept, and what came was refused: %s.".formatted(reasons),
        "The page Status counts it by receiver, and the sender's own log has the reason of each.",
        List.of(),
        null,
        null);
  }

  private GapsJson.Empty noSpans(long logRecords, long points) {
    var senders =
        store.logs().logs(TimeRange.ALWAYS, Query.EVERYTHING, LOGS_MAX).items().stream()
            .map(LogRecord::service)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return new GapsJson.Empty(
        "no_spans",
        "%s log records and %s metric points arrived%s, but no spans, and the map is drawn from spans."
            .formatted(
                number(logRecords), number(points), senders.isEmpty() ? "" : " from " + senders),
        "See that traces are exported and sampled, and that their own endpoint, if it is set, leads"
            + " here.",
        List.of("OTEL_TRACES_EXPORTER=otlp", "OTEL_TRACES_SAMPLER=parentbased_always_on"),
        null,
        null);
  }

  private GapsJson.Empty ofSpans(TimeRange range, long nowNanos) {
    var within = store.traces().spans(range, Query.EVERYTHING, 1).items();
    if (!within.isEmpty()) {
      return new GapsJson.Empty(
          "nothing_drawn",
          "Spans of this time are stored, but the map does not reach that far back any more.",
          "The pages Traces and Logs still show them.",
          List.of(),
          null,
          null);
    }
    var before = newest(new TimeRange(0, range.fromNanos()));
    var after = newest(new TimeRange(range.toNanos(), Long.MAX_VALUE));
    var other = before.isEmpty() ? after : before;
    if (other.isEmpty()) {
      return nothingReceived();
    }
    var span = other.getFirst();
    boolean future = span.startNanos() > nowNanos;
    return new GapsJson.Empty(
        "other_time",
        "No span began in this range of time. The %s one, of %s, began at %s%s."
            .formatted(
                before.isEmpty() ? "newest" : "last",
                span.service(),
                Instant.ofEpochSecond(0, span.startNanos()).truncatedTo(ChronoUnit.SECONDS),
                future ? ", which is still to come" : ""),
        future
            ? "Set the sender's clock: it is ahead of ours."
            : before.isEmpty()
                ? "Look at that time."
                : "Look at that time, or see whether the sender still runs.",
        List.of(),
        Long.toString(Math.max(0, span.startNanos() - OFFERED_NANOS)),
        Long.toString(span.startNanos() + 1_000_000_000L));
  }

  private List<Span> newest(TimeRange range) {
    return store.traces().spans(range, Query.EVERYTHING, 1).items();
  }

  private List<String> endpoint() {
    var http =
        receivers.get().stream()
            .filter(receiver -> receiver.protocol().equals("http"))
            .map(receiver -> receiver.address().split(",", -1)[0])
            .findFirst()
            .orElse("localhost:4318");
    return List.of(
        "OTEL_SERVICE_NAME=my-service",
        "OTEL_EXPORTER_OTLP_ENDPOINT=http://" + http,
        "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}

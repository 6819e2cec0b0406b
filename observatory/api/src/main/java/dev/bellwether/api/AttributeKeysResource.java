package dev.bellwether.api;

import dev.bellwether.api.AttributeKeysJson.Signal;
import dev.bellwether.store.LogReader;
import dev.bellwether.store.Page;
import dev.bellwether.store.TraceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The keys that records have and their values, with counts: what the search bar completes, and
/// what the lists beside traces and logs offer.
final class AttributeKeysResource implements Resource {
  /// Counting so many spans of 20 attributes takes about 100 ms; a share of them is known to 1 %.
  private static final int RECORDS_MAX = 20_000;

  private static final int VALUES_DEFAULT = 10;

  private static final Parameter SIGNAL =
      Parameter.optional("signal", "string", "`traces` or `logs`. Default: both.");
  private static final Parameter KEY =
      Parameter.optional("key", "string", "Only this key, for example `com.example.region`.");
  private static final Parameter PREFIX =
      Parameter.optional(
          "prefix", "string", "Only values that begin so, upper and lower case alike.");
  private static final Parameter VALUES =
      Parameter.optional(
          "limit", "integer", "How many values of each key at the most, 1 to 1000. Default: 10.");

  private final TraceReader traces;
  private final LogReader logs;

  AttributeKeysResource(TraceReader traces, LogReader logs) {
    this.traces = traces;
    this.logs = logs;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/attributes",
        "The keys of the newest records that match, how many carry each, and their top values.",
        AttributeKeysJson.class,
        Parameter.FROM,
        Parameter.TO,
        Parameter.QUERY,
        SIGNAL,
        KEY,
        PREFIX,
        VALUES);
  }

  @Override
  public AttributeKeysJson answer(Arguments arguments) {
    var wanted = arguments.choice("signal", List.of("both", "traces", "logs"));
    var signals = new ArrayList<Signal>();
    if (!wanted.equals("logs")) {
      signals.add(ofTraces(arguments));
    }
    if (!wanted.equals("traces")) {
      signals.add(ofLogs(arguments));
    }
    return new AttributeKeysJson(signals);
  }

  private Signal ofTraces(Arguments arguments) {
    var page = traces.spans(arguments.range(), arguments.query(), RECORDS_MAX);
    var counts = new AttributeCounts();
    counts.addSpans(page.items());
    return signal("traces", counts, page, arguments);
  }

  private Signal ofLogs(Arguments arguments) {
    var page = logs.logs(arguments.range(), arguments.query(), RECORDS_MAX);
    var counts = new AttributeCounts();
    counts.addLogs(page.items());
    return signal("logs", counts, page, arguments);
  }

  private static Signal signal(
      String name, AttributeCounts counts, Page<?> page, Arguments arguments) {
    Predicate<String> keys =
        arguments.text("key").<Predicate<String>>map(key -> key::equals).orElse(_ -> true);
    Predicate<String> values =
        arguments
            .text("prefix")
            .<Predicate<String>>map(
                prefix -> value -> value.regionMatches(true, 0, prefix, 0, prefix.length()))
            .orElse(_ -> true);
    return new Signal(
        name,
        counts.records(),
        page.truncated(),
        page.effort().complete(),
        counts.distinct(keys),
        counts.keys(keys, arguments.limit(VALUES_DEFAULT), values));
  }
}

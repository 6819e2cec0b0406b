package dev.bellwether.store.segments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.tests.SampleTrade;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What a store has of the trades that were sent to it as [WritingProcess#parts], told by a replay
/// from the begin.
///
/// @param about said by whatever fails
record StoredTrades(SegmentStore store, List<Span> spans, String about) {
  static StoredTrades of(SegmentStore store, String about) {
    var told = new ArrayList<Span>();
    store.follow((spans, _) -> told.addAll(spans), 0);
    return new StoredTrades(store, told, about);
  }

  /// Each span once, as it was sent; parts whole and in their order; all of what was acknowledged.
  void assertThatTheyAreWhole(Collection<Long> acknowledged) {
    var byTrace = new HashMap<TraceId, List<Span>>();
    spans.forEach(
        span -> byTrace.computeIfAbsent(span.traceId(), _ -> new ArrayList<>()).add(span));
    var complete = new HashSet<Long>();
    for (var entry : byTrace.entrySet()) {
      var number = entry.getKey().low();
      var sent = SampleTrade.of(number).spans();
      var kept = entry.getValue();
      assertThat(kept.size()).as(about).isIn(5, 9, 12);
      assertThat(kept.equals(sent.subList(0, kept.size()))).as(about).isTrue();
      if (entry.getValue().size() == 12) {
        complete.add(number);
      }
    }
    assertThat(complete.containsAll(acknowledged)).as(about).isTrue();
  }

  void assertThatEachIsThereOnce() {
    assertThat(spans.stream().map(span -> Map.entry(span.traceId(), span.id())).distinct().count())
        .as(about)
        .isEqualTo(spans.size());
  }

  /// Searches find what a replay tells, and the status counts it.
  void assertThatReadersAgree() {
    var found = store.traces().spans(TimeRange.ALWAYS, Query.EVERYTHING, 1_000_000);
    assertThat(found.items()).as(about).hasSameSizeAs(spans);
    assertThat(new HashSet<>(found.items()).equals(new HashSet<>(spans))).as(about).isTrue();
    assertThat(store.status().spans()).as(about).isEqualTo(spans.size());
  }
}

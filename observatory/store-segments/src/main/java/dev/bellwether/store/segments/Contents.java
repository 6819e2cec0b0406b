package dev.bellwether.store.segments;

/// How much a segment holds, and of when: spans by their start.
record Contents(Extent spans, Extent logs, Extent points) {
  static final Contents NONE = new Contents(Extent.NONE, Extent.NONE, Extent.NONE);

  Contents withSpans(Extent more) {
    return new Contents(spans.and(more), logs, points);
  }

  Contents withLogs(Extent more) {
    return new Contents(spans, logs.and(more), points);
  }

  Contents withPoints(Extent more) {
    return new Contents(spans, logs, points.and(more));
  }

  Contents and(Contents more) {
    return new Contents(spans.and(more.spans), logs.and(more.logs), points.and(more.points));
  }
}

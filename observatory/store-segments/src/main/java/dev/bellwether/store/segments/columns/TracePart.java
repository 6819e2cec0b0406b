package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.Trace;
import dev.bellwether.store.TraceSummary;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a trace's summary needs of some of its spans. Parts of a trace that lie in several places
/// are put together with [#and], in any order.
///
/// @param earliest the first span in [Trace#ORDER]
/// @param root the first span without parent, where there is one
public record TracePart(
    TraceId id,
    Head earliest,
    @Nullable Head root,
    long endNanos,
    int spanCount,
    int errorCount,
    Set<String> services) {
  private static final Comparator<Head> ORDER =
      Comparator.comparingLong(Head::startNanos).thenComparing(Head::id);

  public TracePart {
    services = Set.copyOf(services);
  }

  /// What is shown of a span that stands for its trace.
  public record Head(long startNanos, SpanId id, String service, String name) {}

  /// Of spans that are in memory.
  public static TracePart of(Trace trace) {
    var spans = trace.spans();
    var root = spans.stream().filter(span -> span.parentId() == null).findFirst();
    var services = new TreeSet<String>();
    spans.forEach(span -> services.add(span.service()));
    return new TracePart(
        trace.id(),
        head(spans.getFirst()),
        root.map(TracePart::head).orElse(null),
        spans.stream().mapToLong(Span::endNanos).max().orElseThrow(),
        spans.size(),
        (int) spans.stream().filter(Span::failed).count(),
        services);
  }

  /// Both parts in one.
  public TracePart and(TracePart other) {
    var all = new TreeSet<>(services);
    all.addAll(other.services);
    return new TracePart(
        id,
        earlier(earliest, other.earliest),
        root == null || other.root == null
            ? (root == null ? other.root : root)
            : earlier(root, other.root),
        Math.max(endNanos, other.endNanos),
        spanCount + other.spanCount,
        errorCount + other.errorCount,
        all);
  }

  /// The summary of a trace that consists of this part.
  public TraceSummary summary() {
    var shown = root == null ? earliest : root;
    return new TraceSummary(
        id,
        shown.service(),
        shown.name(),
        earliest.startNanos(),
        Math.max(0, endNanos - earliest.startNanos()),
        spanCount,
        errorCount,
        List.copyOf(new TreeSet<>(services)));
  }

  /// Of neighbouring rows, which stand in [Trace#ORDER].
  static TracePart of(TraceId id, SpanReading spans, int firstRow, int lastRow) {
    var root = -1;
    var end = Long.MIN_VALUE;
    var errors = 0;
    var services = new TreeSet<String>();
    for (var row = firstRow; row <= lastRow; row++) {
      root = root < 0 && !spans.hasParent(row) ? row : root;
      end = Math.max(end, spans.endNanos(row));
      errors += spans.failed(row) ? 1 : 0;
      services.add(spans.service(row));
    }
    return new TracePart(
        id,
        head(spans, firstRow),
        root < 0 ? null : head(spans, root),
        end,
        lastRow - firstRow + 1,
        errors,
        services);
  }

  private static Head head(Span span) {
    return new Head(span.startNanos(), span.id(), span.service(), span.name());
  }

  private static Head head(SpanReading spans, int row) {
    return new Head(spans.startNanos(row), spans.id(row), spans.service(row), spans.name(row));
  }

  private static Head earlier(Head one, Head other) {
    return ORDER.compare(one, other) <= 0 ? one : other;
  }
}

package dev.bellwether.store.segments;

import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TraceSummary;
import dev.bellwether.store.segments.columns.TracePart;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// All segments, and which of them may hold a trace. For many threads: whoever reads takes what is
/// there at one moment and never waits.
final class Segments {
  /// 24 MiB, which is enough for 19 million traces; those of older segments are asked for in each.
  private static final int GENERATIONS_MAX = 24;

  private final ReentrantLock changing = new ReentrantLock();
  private volatile State state = new State(List.of(), List.of(), List.of(), Contents.NONE);

  /// @param all oldest first; the last one is open
  /// @param unfiltered those of which no filter knows what is in them
  /// @param generations those of which one does, each in one of them
  /// @param deleted what was in segments that are gone
  private record State(
      List<Segment> all,
      List<Segment> unfiltered,
      List<Generation> generations,
      Contents deleted) {}

  private record Generation(TraceFilter filter, List<Segment> segments) {}

  List<Segment> all() {
    return state.all;
  }

  /// The one that is written to, unless nothing was ever written.
  @Nullable Segment open() {
    var all = state.all;
    return all.isEmpty() ? null : all.getLast();
  }

  void add(Segment segment) {
    changing.lock();
    try {
      var now = state;
      state =
          new State(
              with(now.all, segment), with(now.unfiltered, segment), now.generations, now.deleted);
    } finally {
      changing.unlock();
    }
  }

  /// Whether a filter knows what is in it.
  boolean isFiltered(Segment segment) {
    return !state.unfiltered.contains(segment);
  }

  /// From now on the segment is asked only for traces that it may hold. It gets no further ones.
  void filter(Segment segment, Collection<TraceId> traces) {
    changing.lock();
    try {
      var now = state;
      var generations = new ArrayList<>(now.generations);
      var unfiltered = new ArrayList<>(now.unfiltered);
      if (!unfiltered.remove(segment)) {
        return;
      }
      if (generations.isEmpty() || generations.getLast().filter.isFull()) {
        generations.add(new Generation(new TraceFilter(), List.of()));
      }
      var last = generations.removeLast();
      traces.forEach(last.filter::add);
      generations.add(new Generation(last.filter, with(last.segments, segment)));
      if (generations.size() > GENERATIONS_MAX) {
        unfiltered.addAll(generations.removeFirst().segments);
      }
      state = new State(now.all, List.copyOf(unfiltered), List.copyOf(generations), now.deleted);
    } finally {
      changing.unlock();
    }
  }

  /// From now on nobody finds it.
  ///
  /// @param contents what was in it
  void remove(Segment segment, Contents contents) {
    changing.lock();
    try {
      var now = state;
      var generations =
          now.generations.stream()
              .map(one -> new Generation(one.filter, without(one.segments, segment)))
              .filter(one -> !one.segments.isEmpty())
              .toList();
      state =
          new State(
              without(now.all, segment),
              without(now.unfiltered, segment),
              generations,
              now.deleted.and(contents));
    } finally {
      changing.unlock();
    }
  }

  Contents deleted() {
    return state.deleted;
  }

  /// Those that may hold the trace, oldest first.
  List<Segment> thatMayHold(TraceId id) {
    var now = state;
    var found = new ArrayList<>(now.unfiltered);
    for (var generation : now.generations) {
      if (generation.filter.mayHold(id)) {
        found.addAll(generation.segments);
      }
    }
    found.sort(Comparator.comparingLong(Segment::number));
    return found;
  }

  /// All stored spans of the trace, in the order of storing.
  List<Span> trace(TraceId id) {
    var spans = new ArrayList<Span>();
    for (var segment : thatMayHold(id)) {
      spans.addAll(segment.ask(part -> part.trace(id)));
    }
    return spans;
  }

  Optional<TraceSummary> summary(TraceId id) {
    return thatMayHold(id).stream()
        .map(segment -> segment.ask(part -> part.share(id)))
        .flatMap(Optional::stream)
        .reduce(TracePart::and)
        .map(TracePart::summary);
  }

  /// Those of the spans that are stored in a sealed segment, by their place in the list.
  Set<Integer> sealedAmong(List<Span> spans) {
    var found = new HashSet<Integer>();
    for (var i = 0; i < spans.size(); i++) {
      if (isSealed(spans.get(i))) {
        found.add(i);
      }
    }
    return found;
  }

  private boolean isSealed(Span span) {
    var now = state;
    if (isSealedIn(now.unfiltered, span)) {
      return true;
    }
    for (var generation : now.generations) {
      if (generation.filter.mayHold(span.traceId()) && isSealedIn(generation.segments, span)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSealedIn(List<Segment> segments, Span span) {
    for (var segment : segments) {
      if (segment.heap() == null && segment.ask(part -> part.contains(span.traceId(), span.id()))) {
        return true;
      }
    }
    return false;
  }

  private static <T> List<T> with(List<T> list, T item) {
    var longer = new ArrayList<>(list);
    longer.add(item);
    return List.copyOf(longer);
  }

  private static List<Segment> without(List<Segment> list, Segment segment) {
    return list.stream().filter(one -> !one.equals(segment)).toList();
  }
}

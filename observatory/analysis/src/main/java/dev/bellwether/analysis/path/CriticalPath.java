package dev.bellwether.analysis.path;

import dev.bellwether.model.Span;
import dev.bellwether.model.Span.Kind;
import dev.bellwether.store.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which span held up a trace at every moment of its root: had it been faster there, the whole
/// would have been.
///
/// ```
/// trader   |======A=======|             |==D==|     the root's own time, before, between and after
/// router                  |===B===|
/// recorder                   |=C=|                  B waits for C: B, C, B
/// path     |AAAAAAAAAAAAAA|BB|CCC|B|AAAA|AAAAA|
/// ```
///
/// Found backwards, from the root's end: at each moment the child that ended last is what the
/// parent waited for; before that child began, the one that ended last before it, and so on. A
/// child that still runs when the next one begins did not hold it up. What a child does outside its
/// parent's time is left out, as are messages that are received (`CONSUMER`) and links: nobody
/// waits for them.
///
/// @param root the span whose time is explained: of the spans without parent the longest, else of
///   those whose parent is missing
/// @param sections in order of time: each begins where the one before it ended, the first where the
///   root starts, the last ends where the root ends; none is empty
/// @param apart other spans that nobody in the trace called, such as those whose parent was never
///   reported: what they held up is unknown
public record CriticalPath(Span root, List<Section> sections, List<Span> apart) {
  /// Clocks of two machines differ: a child may run on for this share of its parent's time after
  /// the next one began, and still be what the next one waited for.
  private static final double OVERLAP_SHARE_MAX = 0.01;

  public CriticalPath {
    sections = List.copyOf(sections);
    apart = List.copyOf(apart);
  }

  /// A time in which `span` itself, none of its children, held up the trace.
  public record Section(Span span, long startNanos, long endNanos) {
    public long durationNanos() {
      return endNanos - startNanos;
    }
  }

  public static CriticalPath of(Trace trace) {
    var tree = SpanTree.of(trace);
    var sections = backwards(tree);
    return new CriticalPath(tree.root(), sections.reversed(), tree.apart());
  }

  public long durationNanos() {
    return root.durationNanos();
  }

  /// Depth first with a stack of our own: a trace may be 10,000 spans deep.
  private static List<Section> backwards(SpanTree tree) {
    var sections = new ArrayList<Section>();
    var waiting = new ArrayList<Sweep>();
    var root = tree.root();
    waiting.add(
        new Sweep(
            root,
            tree.children(root),
            root.startNanos(),
            root.startNanos() + root.durationNanos()));
    while (!waiting.isEmpty()) {
      var sweep = waiting.getLast();
      var child = sweep.next();
      long end = child == null ? sweep.start : Math.min(child.endNanos(), sweep.cursor);
      if (end < sweep.cursor) {
        sections.add(new Section(sweep.span, end, sweep.cursor));
      }
      if (child == null) {
        waiting.removeLast();
      } else {
        sweep.cursor = Math.max(child.startNanos(), sweep.start);
        waiting.add(new Sweep(child, tree.children(child), sweep.cursor, end));
      }
    }
    return sections;
  }

  /// The way back through one span, from the end of its window to the start.
  private static final class Sweep {
    private final Span span;
    private final List<Span> children;
    private final long start;
    private final long end;
    private final long allowance;
    private long cursor;
    private int passed;

    /// @param children those that ended last come first
    Sweep(Span span, List<Span> children, long start, long end) {
      this.span = span;
      this.start = start;
      this.end = end;
      this.cursor = end;
      this.allowance = (long) ((end - start) * OVERLAP_SHARE_MAX);
      // What runs over the end of the window is cut there. Of such children the one that began
      // first was waited for longest.
      var lastFirst = Comparator.<Span>comparingLong(child -> Math.min(child.endNanos(), end));
      this.children =
          children.stream()
              .filter(child -> child.kind() != Kind.CONSUMER)
              .sorted(lastFirst.reversed().thenComparing(Trace.ORDER))
              .toList();
    }

    /// The child that held up the moment before the cursor or, if none did, a moment further back;
    /// null when only the span itself is left.
    @Nullable Span next() {
      while (passed < children.size()) {
        var child = children.get(passed++);
        boolean hasTimeLeft =
            Math.max(child.startNanos(), start) < Math.min(child.endNanos(), cursor);
        if (hasTimeLeft && Math.min(child.endNanos(), end) <= cursor + allowance) {
          return child;
        }
      }
      return null;
    }
  }
}

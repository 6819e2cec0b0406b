package dev.bellwether.analysis.path;

import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Span;
import dev.bellwether.model.Span.Kind;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.store.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/// Traces in one line, and paths as one: `A[1,101) B<A[20,40) C<B!CONSUMER[21,30)`. Times are
/// nanoseconds from the start of the trace, the name of a span is its service too.
final class Timeline {
  static final TraceId TRACE = new TraceId(1, 2);

  private Timeline() {}

  static Trace trace(String line) {
    var spans = new ArrayList<Span>();
    for (var word : line.split(" +", -1)) {
      spans.add(span(word));
    }
    return Trace.of(TRACE, spans);
  }

  /// Hands the spans over in any order: the path must not depend on it.
  static Trace shuffled(Trace trace, Random random) {
    var spans = new ArrayList<>(trace.spans());
    Collections.shuffle(spans, random);
    return new Trace(trace.id(), spans);
  }

  /// The sections as the last comes first: `A60-101 B50-60`.
  static String backwards(CriticalPath path) {
    return path.sections().reversed().stream()
        .map(s -> "%s%d-%d".formatted(s.span().name(), s.startNanos(), s.endNanos()))
        .collect(Collectors.joining(" "));
  }

  private static Span span(String word) {
    int bracket = word.indexOf('[');
    var times = word.substring(bracket + 1, word.length() - 1).split(",", -1);
    var head = word.substring(0, bracket).split("!", -1);
    var ids = head[0].split("<", -1);
    return span(
        ids[0],
        ids.length > 1 ? ids[1] : "",
        head.length > 1 ? Kind.valueOf(head[1]) : Kind.INTERNAL,
        Long.parseLong(times[0]),
        Long.parseLong(times[1]));
  }

  static Span span(String name, String parent, Kind kind, long start, long end) {
    return new Span(
        TRACE,
        id(name),
        parent.isEmpty() ? null : id(parent),
        "",
        0,
        name,
        kind,
        start,
        end,
        Map.of(),
        List.of(),
        List.of(),
        Span.Status.UNSET,
        new Resource(Map.of("service.name", Value.of(name.toLowerCase(Locale.ROOT)))),
        Scope.NONE,
        0);
  }

  private static SpanId id(String name) {
    long bits = 0;
    for (int i = 0; i < name.length(); i++) {
      bits = bits << 8 | name.charAt(i);
    }
    return new SpanId(bits);
  }
}

package dev.bellwether.api;

import dev.bellwether.analysis.patterns.Change;
import dev.bellwether.analysis.patterns.Pattern;
import dev.bellwether.analysis.patterns.PatternReader;
import dev.bellwether.analysis.patterns.PatternReader.Found;
import dev.bellwether.analysis.patterns.PatternReader.Reach;
import dev.bellwether.analysis.patterns.Steps;
import dev.bellwether.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// What the log lines of a window read like, and what changed since the time before.
final class LogPatternsResource implements Resource {
  /// Of each of the two times; reading and mining so many takes about a second.
  private static final int RECORDS_MAX = 50_000;

  /// Nobody waits longer for a list; what was read by then is an answer that says so.
  private static final Duration TIME_MAX = Duration.ofSeconds(4);

  /// One keeps a processor busy.
  private static final int AT_ONCE_MAX = 2;

  private static final int VALUES_MAX = 5;

  private static final Parameter COMPARE =
      Parameter.optional(
          "compare",
          "string",
          "`before` compares with the time before the window, as long as the window; `none` does"
              + " not. Default: before.");

  private final Store store;
  private final Semaphore places = new Semaphore(AT_ONCE_MAX, true);

  LogPatternsResource(Store store) {
    this.store = store;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/logs/patterns",
        "What the newest 50,000 log records in the window that match read like but for their"
            + " variable parts, how often, and what is new, vanished or changed.",
        LogPatternsJson.class,
        Parameter.FROM,
        Parameter.TO,
        Parameter.QUERY,
        COMPARE,
        Parameter.LIMIT);
  }

  @Override
  public LogPatternsJson answer(Arguments arguments) {
    boolean compare = arguments.choice("compare", List.of("before", "none")).equals("before");
    var range = arguments.range();
    var query = arguments.query();
    int limit = arguments.limit();
    places.acquireUninterruptibly();
    try {
      var reader = new PatternReader(store.logs(), query, RECORDS_MAX, TIME_MAX);
      var found = compare ? reader.readAndCompare(range, oldestNanos()) : reader.read(range);
      return json(found, limit);
    } finally {
      places.release();
    }
  }

  private long oldestNanos() {
    var oldest = store.status().oldestNanos();
    return oldest == null ? 0 : oldest;
  }

  private static LogPatternsJson json(Found found, int limit) {
    var changes = new HashMap<Long, Change>();
    found.changes().forEach(change -> changes.put(change.pattern().id(), change));
    var all = new ArrayList<>(found.patterns());
    found.changes().stream()
        .filter(change -> change.kind() == Change.Kind.VANISHED)
        .forEach(change -> all.add(change.pattern()));
    var steps = found.steps();
    int count = Math.max(1, (int) steps.count(found.window().range().toNanos()));
    return new LogPatternsJson(
        reach(found.window()),
        found.before() == null ? null : reach(found.before()),
        Long.toString(steps.originNanos()),
        steps.nanos(),
        count,
        all.size(),
        shown(all, changes, limit).stream()
            .map(pattern -> pattern(pattern, steps, count, changes.get(pattern.id())))
            .toList());
  }

  /// What changed is shown before what is merely frequent is cut off.
  private static List<Pattern> shown(List<Pattern> all, Map<Long, Change> changes, int limit) {
    if (all.size() <= limit) {
      return all;
    }
    var changed = all.stream().filter(pattern -> changes.containsKey(pattern.id())).limit(limit);
    var kept = new ArrayList<>(changed.toList());
    all.stream()
        .filter(pattern -> !changes.containsKey(pattern.id()))
        .limit(limit - kept.size())
        .forEach(kept::add);
    return all.stream().filter(kept::contains).toList();
  }

  private static LogPatternsJson.Pattern pattern(
      Pattern pattern, Steps steps, int stepCount, @Nullable Change change) {
    var counts = new long[stepCount];
    for (var step : pattern.counts()) {
      int at = (int) ((step.startNanos() - steps.originNanos()) / steps.nanos());
      counts[Math.clamp(at, 0, stepCount - 1)] += step.count();
    }
    return new LogPatternsJson.Pattern(
        Long.toHexString(pattern.id()),
        pattern.template(),
        pattern.pieces(),
        parts(pattern),
        lowerCase(pattern.severity()),
        pattern.services().stream()
            .map(service -> new LogPatternsJson.ServiceCount(service.value(), service.count()))
            .toList(),
        pattern.count(),
        LongStream.of(counts).boxed().toList(),
        change == null ? null : change(change),
        pattern.examples().stream().findFirst().map(LogPatternsResource::example).orElse(null),
        pattern.filter().text());
  }

  private static List<LogPatternsJson.Part> parts(Pattern pattern) {
    var parts = new ArrayList<LogPatternsJson.Part>();
    for (int i = 0; i < pattern.parts().size(); i++) {
      int number = i;
      var part = pattern.parts().get(i);
      parts.add(
          new LogPatternsJson.Part(
              part.mask(),
              part.seen(),
              part.top().stream()
                  .limit(VALUES_MAX)
                  .map(value ->
                      new LogPatternsJson.Value(
                          value.value(),
                          value.count(),
                          pattern.filter().text(number, value.value())))
                  .toList()));
    }
    return parts;
  }

  private static LogPatternsJson.Change change(Change change) {
    return new LogPatternsJson.Change(
        lowerCase(change.kind()),
        change.before(),
        change.now(),
        Double.isFinite(change.ratio()) ? change.ratio() : null,
        change.chance(),
        change.sentence());
  }

  private static LogPatternsJson.Example example(Pattern.Example example) {
    return new LogPatternsJson.Example(
        Long.toString(example.timeNanos()),
        example.text(),
        TraceResource.textOrNull(example.traceId()),
        TraceResource.textOrNull(example.spanId()));
  }

  private static LogPatternsJson.Reach reach(Reach reach) {
    return new LogPatternsJson.Reach(
        Long.toString(reach.range().fromNanos()),
        Long.toString(reach.range().toNanos()),
        reach.records(),
        reach.truncated(),
        reach.complete());
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

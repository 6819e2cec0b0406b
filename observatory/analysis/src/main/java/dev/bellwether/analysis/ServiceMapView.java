package dev.bellwether.analysis;

import dev.bellwether.analysis.ServiceMap.Quality;
import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.Trace;
import dev.bellwether.store.TraceReader;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The service map, kept up to date span by span.
///
/// The map is a sum over spans. What a span adds depends only on itself, its parent and its
/// children (see `CallRules`) and on where its links lead (`Links`), so a span that arrives touches
/// its parent and its children: what those added before is taken out at once; what they add now is
/// put in when somebody asks, by when most traces are complete. The sum is the same for every order
/// of arrival, and a span that comes twice while its trace is open changes nothing.
///
/// A trace is open until nothing arrived for it since the horizon; what it added stays. A span that
/// comes later reopens it: [#settle] looks up in the store what the trace had, takes out what that
/// adds alone, and puts in what all of it adds together. A restart closes all traces.
///
/// One thread at a time writes, many may read; both are short.
public final class ServiceMapView implements DurableView {
  /// Of what the chunks hold; see `package-info`.
  public static final int FORMAT = 1;

  /// What bounds the memory of a view.
  ///
  /// @param minutesMax minutes kept, the current one included; older spans are left out
  /// @param openSpansMax spans that may still change their meaning, about 120 bytes each
  /// @param horizon how long a trace is open after its last span arrived
  /// @param nodesMax nodes; what comes later is counted as `_other`
  /// @param edgesMax edges per minute; what comes later is counted as `_other`
  /// @param settling how long a newly seen address is not drawn, as the service behind it may be
  ///   about to tell its name
  public record Limits(
      int minutesMax,
      int openSpansMax,
      Duration horizon,
      int nodesMax,
      int edgesMax,
      Duration settling) {
    /// An hour, as far back as the page's replay goes. 250 000 open spans are 30 MB, or 800 spans a
    /// second for 5 minutes, which is as late as a retrying exporter comes. 1 000 nodes are more
    /// than anyone can look at. Senders that report twice a second, as ours do, have named their
    /// services within 2 seconds; an SDK's default of 5 would keep every new address waiting.
    public static final Limits STANDARD =
        new Limits(60, 250_000, Duration.ofMinutes(5), 1_000, 4_000, Duration.ofSeconds(2));

    public Limits {
      if (minutesMax < 1 || openSpansMax < 1 || nodesMax < 1 || edgesMax < 1) {
        throw new IllegalArgumentException(
            "service map limits: %d minutes, %d open spans, %d nodes, %d edges (expected: at least 1)"
                .formatted(minutesMax, openSpansMax, nodesMax, edgesMax));
      }
    }

    /// The same, looking further back or less far.
    public Limits withMinutesMax(int minutes) {
      return new Limits(minutes, openSpansMax, horizon, nodesMax, edgesMax, settling);
    }
  }

  /// Spans that were taken out and not put in again: more are put in at once.
  private static final int UNCOUNTED_MAX = 8_192;

  /// A store's position may move on without spans, and an append does not take as long as that.
  private static final Duration TOLD_WITHIN = Duration.ofSeconds(10);

  private static final String UNSETTLED = "unsettled";

  private final Limits limits;
  private final InstantSource clock;
  private final HealthCheck check;
  private final Progress progress = new Progress();

  // Everything below is guarded by the progress.
  private final Minutes minutes;
  private final NodeTable nodes;
  private final SpanFacts facts;
  private final SeenTraces seen = new SeenTraces();
  private final OpenTraces traces;
  private final Links links;
  private final List<OpenSpan> uncounted = new ArrayList<>();

  /// Of traces that were unsettled at a restart: the spans that each run had counted, as if there
  /// were no others.
  private final Map<TraceId, List<Set<Long>>> chapters = new HashMap<>();

  private final List<LookUp> lookUps = new ArrayList<>();
  private long duplicates;
  private long outsideMinutes;
  private long negativeDurations;
  private long ownParents;

  /// What the store had of some traces, before it reached `position`.
  private record LookUp(long position, long atMillis, Map<TraceId, List<Span>> traces) {}

  /// A view that forgets what is older than `limits.minutesMax()` and everything at its end.
  ///
  /// @param zone of the times of day in the reasons of [NodeHealth]
  public ServiceMapView(Limits limits, InstantSource clock, ZoneId zone) {
    this(limits, clock, zone, null);
  }

  /// A view that goes on where `storage` says that it was, and keeps all minutes there.
  ///
  /// @throws RuntimeException when the storage holds something else
  public ServiceMapView(
      Limits limits, InstantSource clock, ZoneId zone, @Nullable ViewStorage storage) {
    this.limits = limits;
    this.clock = clock;
    this.check = new HealthCheck(zone);
    var archive = storage == null ? null : new MinuteArchive(storage);
    this.minutes = new Minutes(limits.minutesMax(), limits.edgesMax(), archive);
    this.nodes = new NodeTable(limits.nodesMax());
    this.facts = new SpanFacts(nodes);
    this.traces = new OpenTraces(limits.openSpansMax(), limits.horizon().toMillis(), seen);
    this.links = new Links(minutes);
    if (storage != null) {
      load(storage);
    }
  }

  private void load(ViewStorage storage) {
    progress.caughtUp(storage.position().orElse(0));
    seen.load(storage);
    links.load(storage);
    long now = clock.millis();
    minutes.load(now);
    minutes.nodes().forEach(node -> nodes.shared(node, 0));
    for (var block : storage.read(UNSETTLED)) {
      var unpacker = new Unpacker(block);
      while (unpacker.more()) {
        var id = unpacker.traceId();
        var chapter = new HashSet<Long>();
        for (int left = unpacker.count(); left > 0; left--) {
          chapter.add(unpacker.fixed());
        }
        chapters.computeIfAbsent(id, _ -> new ArrayList<>(1)).add(chapter);
        traces.use(id, now);
      }
    }
  }

  @Override
  public long position() {
    return progress.position();
  }

  @Override
  public void accept(List<Span> spans, long position) {
    progress.accept(
        () -> {
          long now = clock.millis();
          advance(now);
          for (var span : spans) {
            accept(span, now);
            if (traces.closing(now)) {
              close(now);
            }
          }
        },
        position);
  }

  @Override
  public void caughtUp(long position) {
    progress.caughtUp(position);
  }

  /// The map of all minutes that overlap `range`. Health is judged at the end of the range, against
  /// what was before.
  public ServiceMap map(TimeRange range) {
    long first = Minutes.of(range.fromNanos());
    long last = Minutes.last(range);
    // Part by part, as spans have to wait meanwhile.
    for (var part : progress.ask(() -> missing(first, last))) {
      progress.change(() -> minutes.prepare(part));
    }
    return progress.ask(() -> {
      advance(clock.millis());
      count();
      return draw(minutes.sum(first, last), last);
    });
  }

  @Override
  public void settle(TraceReader store, LongSupplier endPosition) {
    // The second time for the links of spans that the first time has settled.
    for (int time = 0; time < 2; time++) {
      var found = new HashMap<TraceId, List<Span>>();
      for (var id : toLookUp()) {
        found.put(id, store.trace(id).map(Trace::spans).orElse(List.of()));
      }
      // Asked afterwards: nothing that was found is stored behind it.
      long end = found.isEmpty() ? 0 : endPosition.getAsLong();
      settle(new LookUp(end, clock.millis(), found));
    }
  }

  @Override
  public Checkpoint checkpoint(long oldestNanos) {
    return progress.ask(() -> {
      count();
      minutes.forgetBefore(oldestNanos);
      var checkpoint = new Checkpoint(progress.position());
      minutes.save(checkpoint);
      seen.save(checkpoint);
      links.save(checkpoint);
      checkpoint.replace(UNSETTLED, List.of(unsettled()));
      return checkpoint;
    });
  }

  @Override
  public void kept() {
    progress.change(() -> {
      minutes.kept();
      seen.kept();
      links.kept();
    });
  }

  /// All sums, minute by minute, archived ones included.
  List<Minute> sums() {
    return progress.ask(() -> {
      advance(clock.millis());
      count();
      return minutes.between(Long.MIN_VALUE, Long.MAX_VALUE);
    });
  }

  private List<MinuteSums.Block> missing(long first, long last) {
    advance(clock.millis());
    count();
    return minutes.missing(first, last);
  }

  private ServiceMap draw(Minute sum, long last) {
    long now = clock.millis();
    long settledMillis = now - limits.settling().toMillis();
    long end = Math.min(last, Minutes.of(now * 1_000_000));
    return MapDrawing.draw(
        sum,
        minutes.between(end - HealthCheck.MINUTES_MAX + 1, end),
        end,
        node -> nodes.sinceMillis(node) > settledMillis,
        check,
        quality());
  }

  private void advance(long now) {
    if (minutes.moves(now)) {
      count();
    }
    if (minutes.advance(now)) {
      nodes.retain(minutes.nodes());
      facts.forget();
    }
  }

  private void accept(Span span, long now) {
    if (!minutes.keeps(span.startNanos())) {
      outsideMinutes++;
      return;
    }
    var trace = traces.use(span.traceId(), now);
    var open = put(trace, span, now);
    if (open == null) {
      duplicates++;
      return;
    }
    negativeDurations += span.endNanos() < span.startNanos() ? 1 : 0;
    ownParents += span.id().equals(span.parentId()) ? 1 : 0;
    if (!trace.reopened) {
      links.add(span, open, traces);
    } else if (!span.links().isEmpty()) {
      trace.linking.add(span);
    }
  }

  /// Puts a span into its trace; nothing when it is there already.
  private @Nullable OpenSpan put(OpenTrace trace, Span span, long now) {
    int before = trace.size();
    var role = SpanFacts.role(span);
    var open = trace.arrival(span.id().bits(), role);
    if (open != null) {
      facts.read(span, role, open, now);
      trace.neighbours(open, this::takeOut);
      trace.connect(open);
      uncounted.add(open);
      links.known(open);
    }
    traces.grown(trace.size() - before);
    if (uncounted.size() >= UNCOUNTED_MAX) {
      count();
    }
    return open;
  }

  private void takeOut(OpenSpan span) {
    if (span.counted) {
      CallRules.apply(-1, span, minutes);
      span.counted = false;
      uncounted.add(span);
    }
  }

  /// Puts in what every span adds now.
  private void count() {
    for (var span : uncounted) {
      CallRules.apply(1, span, minutes);
      span.counted = true;
    }
    uncounted.clear();
  }

  private void close(long now) {
    count();
    traces.close(now, trace -> chapters.remove(trace.id));
  }

  /// Traces to look up, apart from those whose look-up is waiting to be used.
  private Set<TraceId> toLookUp() {
    return progress.ask(() -> {
      var ids = new HashSet<>(traces.unsettled());
      ids.addAll(links.wanted(traces));
      lookUps.forEach(lookUp -> ids.removeAll(lookUp.traces.keySet()));
      return ids;
    });
  }

  /// Uses what was looked up, once everything that can be in it has been told: only then is it
  /// clear what had been counted before.
  private void settle(LookUp latest) {
    progress.change(() -> {
      lookUps.add(latest);
      links.lookedUp(latest.traces.keySet());
      settle(clock.millis());
    });
  }

  private void settle(long now) {
    advance(now);
    var ready = lookUps.stream().filter(lookUp -> told(lookUp, now)).toList();
    lookUps.removeAll(ready);
    for (var lookUp : ready) {
      lookUp.traces.forEach((id, spans) -> {
        var trace = traces.find(id);
        if (trace != null && trace.reopened) {
          settle(trace, spans, now);
        } else if (trace == null) {
          resolveLinks(spans, now);
        }
      });
    }
  }

  private boolean told(LookUp lookUp, long now) {
    return lookUp.position <= progress.position()
        || now - lookUp.atMillis >= TOLD_WITHIN.toMillis();
  }

  private void settle(OpenTrace trace, List<Span> stored, long now) {
    var before = new ArrayList<>(stored);
    before.removeIf(span ->
        trace.has(span.id().bits(), SpanFacts.role(span)) || !minutes.keeps(span.startNanos()));
    var linking = new ArrayList<>(trace.linking);
    var counted = new ArrayList<Span>();
    for (var chapter : forgotten(trace.id)) {
      var spans = before.stream().filter(span -> chapter.contains(span.id().bits())).toList();
      takeOutAlone(spans, now);
      before.removeAll(spans);
      counted.addAll(spans);
      linking.addAll(spans);
    }
    takeOutAlone(before, now);
    traces.settled(trace);
    before.forEach(span -> put(trace, span, now));
    counted.forEach(span -> put(trace, span, now));
    for (var span : linking) {
      links.add(span, trace.arrived(span.id().bits(), SpanFacts.role(span)), traces);
    }
  }

  private List<Set<Long>> forgotten(TraceId id) {
    var removed = chapters.remove(id);
    return removed == null ? List.of() : removed;
  }

  /// Takes out what spans of one trace add when there are no others.
  private void takeOutAlone(List<Span> spans, long now) {
    if (!spans.isEmpty()) {
      alone(spans, now).forEach(span -> CallRules.apply(-1, span, minutes));
    }
  }

  private void resolveLinks(List<Span> spans, long now) {
    if (!spans.isEmpty()) {
      alone(spans, now).forEach(links::known);
    }
  }

  private OpenTrace alone(List<Span> spans, long now) {
    var trace = new OpenTrace(spans.getFirst().traceId());
    for (var span : spans) {
      var role = SpanFacts.role(span);
      var open = trace.arrival(span.id().bits(), role);
      if (open != null) {
        facts.read(span, role, open, now);
        trace.connect(open);
      }
    }
    return trace;
  }

  /// For each chapter of each unsettled trace: its id, how many spans were counted, their ids.
  private byte[] unsettled() {
    var packer = new Packer();
    for (var id : traces.unsettled()) {
      for (var chapter : chapters.getOrDefault(id, List.of())) {
        pack(id, chapter, packer);
      }
      var chapter = new HashSet<Long>();
      Objects.requireNonNull(traces.find(id)).forEach(span -> chapter.add(span.id));
      pack(id, chapter, packer);
    }
    return packer.bytes();
  }

  private static void pack(TraceId id, Set<Long> chapter, Packer packer) {
    packer.traceId(id);
    packer.number(chapter.size());
    chapter.forEach(packer::fixed);
  }

  private Quality quality() {
    return new Quality(
        traces.spans(),
        duplicates,
        outsideMinutes,
        negativeDurations,
        ownParents,
        minutes.skewedQueues,
        traces.closedEarly(),
        traces.unsettled().size(),
        links.dropped(),
        nodes.overflows() + minutes.overflows);
  }
}

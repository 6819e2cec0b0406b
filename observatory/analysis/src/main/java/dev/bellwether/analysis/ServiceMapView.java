package dev.bellwether.analysis;

import dev.bellwether.analysis.OpenSpan.Role;
import dev.bellwether.analysis.ServiceMap.Latency;
import dev.bellwether.analysis.ServiceMap.Quality;
import dev.bellwether.model.Span;
import dev.bellwether.store.SpanFollower;
import dev.bellwether.store.TimeRange;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The service map, kept up to date span by span.
///
/// The map is a sum over spans. What a span adds depends only on itself, its parent, its links and
/// its children (see `CallRules`), so a span that arrives touches its parent, its children and
/// whoever links to it: what those added before is taken out, and what they add now is put in. The
/// sum is the same for every order of arrival, and a span that comes twice changes nothing.
///
/// A trace is open until nothing arrived for it since the horizon; what it added stays, but a child
/// that comes later than that finds its parent unknown.
///
/// One thread at a time writes, many may read; both are short and share one lock.
public final class ServiceMapView implements SpanFollower {
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

  /// The instrumentation may link one batch to each of its messages; more are left out.
  private static final int LINKS_MAX = 128;

  private final Limits limits;
  private final InstantSource clock;
  private final HealthCheck check;
  private final ReentrantLock lock = new ReentrantLock();

  // Everything below is guarded by the lock.
  final Minutes minutes;
  private final NodeTable nodes;
  private final OpenTraces traces;
  private final List<OpenSpan> touched = new ArrayList<>();
  private long duplicates;
  private long outsideMinutes;
  private long negativeDurations;
  private long ownParents;

  /// @param zone of the times of day in the reasons of [NodeHealth]
  public ServiceMapView(Limits limits, InstantSource clock, ZoneId zone) {
    this.limits = limits;
    this.clock = clock;
    this.check = new HealthCheck(zone);
    this.minutes = new Minutes(limits.minutesMax(), limits.edgesMax());
    this.nodes = new NodeTable(limits.nodesMax());
    this.traces = new OpenTraces(limits.openSpansMax(), limits.horizon().toMillis());
  }

  @Override
  public void accept(List<Span> spans, long position) {
    accept(spans);
  }

  void accept(List<Span> spans) {
    lock.lock();
    try {
      long now = clock.millis();
      advance(now);
      for (var span : spans) {
        accept(span, now);
        traces.close(now);
      }
    } finally {
      lock.unlock();
    }
  }

  /// The map of all minutes that overlap `range`. Health is judged at the end of the range, against
  /// everything before that is still kept.
  public ServiceMap map(TimeRange range) {
    lock.lock();
    try {
      long now = clock.millis();
      advance(now);
      long settledMillis = now - limits.settling().toMillis();
      return MapDrawing.draw(
          minutes.all(),
          range,
          Minutes.of(now * 1_000_000),
          node -> nodes.sinceMillis(node) > settledMillis,
          check,
          quality());
    } finally {
      lock.unlock();
    }
  }

  /// What a service served in each minute that overlaps `range`, oldest first; minutes in which it
  /// did nothing are left out.
  public List<ServiceMinute> minutes(String service, TimeRange range) {
    lock.lock();
    try {
      var key = NodeKey.service(service);
      var series = new ArrayList<ServiceMinute>();
      for (var minute : minutes.all()) {
        var tally = minute.services.get(key);
        if (tally != null && minute.overlaps(range)) {
          series.add(
              new ServiceMinute(
                  minute.number * Minutes.NANOS,
                  tally.requests,
                  tally.errors,
                  Latency.of(tally.durations)));
        }
      }
      return series;
    } finally {
      lock.unlock();
    }
  }

  private void advance(long now) {
    if (minutes.advance(now)) {
      nodes.retain(minutes.nodes());
    }
  }

  private void accept(Span span, long now) {
    if (!minutes.keeps(span.startNanos())) {
      outsideMinutes++;
      return;
    }
    var open = traces.span(span.traceId(), span.id().bits(), now);
    if (open.arrived) {
      duplicates++;
      return;
    }
    fill(open, span, now);
    touchNeighbours(open);
    for (var neighbour : touched) {
      CallRules.apply(-1, neighbour, minutes);
    }
    connect(open);
    touched.add(open);
    for (var neighbour : touched) {
      CallRules.apply(1, neighbour, minutes);
      neighbour.touched = false;
    }
    touched.clear();
    minutes.span(open);
  }

  private void fill(OpenSpan open, Span span, long now) {
    open.role = role(span);
    open.service = nodes.shared(NodeKey.service(span.service()), now);
    open.peer = peer(open.role, span, now);
    open.startNanos = span.startNanos();
    open.durationNanos = span.durationNanos();
    open.weightMillis = Sampling.weightMillis(span.traceState());
    open.messages = open.role.queue() ? Peer.messages(span.attributes()) : 0;
    open.failed = span.failed();
    negativeDurations += span.endNanos() < span.startNanos() ? 1 : 0;
    var parentId = span.parentId();
    if (parentId != null && parentId.equals(span.id())) {
      ownParents++;
    } else if (parentId != null) {
      open.parent = traces.span(span.traceId(), parentId.bits(), now);
    }
    if (open.role == Role.CONSUMER && !span.links().isEmpty()) {
      open.links = linked(span, now);
    }
  }

  private OpenSpan[] linked(Span span, long now) {
    return span.links().stream()
        .map(link -> traces.span(link.traceId(), link.spanId().bits(), now))
        .distinct()
        .limit(LINKS_MAX)
        .toArray(OpenSpan[]::new);
  }

  private static Role role(Span span) {
    return switch (span.kind()) {
      case SERVER -> Role.SERVER;
      case CONSUMER -> Role.CONSUMER;
      case CLIENT -> Role.CLIENT;
      case PRODUCER -> Role.PRODUCER;
      case INTERNAL, UNSPECIFIED -> Peer.named(span.attributes()) ? Role.CLIENT : Role.INNER;
    };
  }

  private @Nullable Peer peer(Role role, Span span, long now) {
    var peer =
        switch (role) {
          case CLIENT -> Peer.of(span.attributes());
          case PRODUCER, CONSUMER -> Peer.queue(span.attributes());
          case SERVER, INNER -> null;
        };
    return peer == null ? null : new Peer(nodes.shared(peer.node(), now), peer.detail());
  }

  /// Collects the spans whose contribution may change when `open` arrives.
  private void touchNeighbours(OpenSpan open) {
    if (open.parent != null) {
      touch(open.parent);
    }
    touchBelow(open, 0);
    if (open.linkedFrom != null) {
      open.linkedFrom.forEach(this::touch);
    }
  }

  /// Exit spans inside each other name their peer together, so all of them look again.
  private void touchBelow(OpenSpan open, int depth) {
    for (var child = open.firstChild; child != null; child = child.nextSibling) {
      touch(child);
      if (depth < CallRules.NESTED_EXITS_MAX && open.role.exit() && child.exitsInside(open)) {
        touchBelow(child, depth + 1);
      }
    }
  }

  private void touch(OpenSpan span) {
    if (span.arrived && !span.touched) {
      span.touched = true;
      touched.add(span);
    }
  }

  private void connect(OpenSpan open) {
    open.arrived = true;
    for (var child = open.firstChild; child != null; child = child.nextSibling) {
      open.adopt(child);
    }
    var parent = open.parent;
    if (parent != null) {
      open.waitFor(parent);
      if (parent.arrived) {
        parent.adopt(open);
      }
    }
    open.linkTo(open.links);
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
        nodes.overflows() + minutes.overflows);
  }
}

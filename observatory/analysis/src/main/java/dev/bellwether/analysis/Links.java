package dev.bellwether.analysis;

import dev.bellwether.analysis.OpenSpan.Role;
import dev.bellwether.analysis.ServiceMap.EdgeKind;
import dev.bellwether.model.Span;
import dev.bellwether.model.TraceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What span links add to the map. A link that a consumer has to a producer is a message that was
/// handed over; any other is counted apart and never as a call.
///
/// What a link adds depends on the facts of its two ends only, so it is counted once, when both are
/// known, and neither trace has to be open for it. Until then the link waits under the name of the
/// span that it leads to.
final class Links {
  /// The instrumentation may link one batch to each of its messages; more are left out.
  private static final int LINKS_MAX = 128;

  /// About 20 MB. Links to spans that were never sampled wait for ever; the oldest leave.
  private static final int WAITING_MAX = 100_000;

  private static final String CHUNK = "links";

  private final Minutes minutes;

  /// In the order of coming.
  private final LinkedHashMap<Target, List<OpenSpan>> waiting = new LinkedHashMap<>();

  /// Traces that links lead to, and that have to be looked up as they are closed.
  private final Set<TraceId> wanted = new LinkedHashSet<>();

  private long changes;
  private long handedOver;
  private long kept;
  private long dropped;

  private record Target(TraceId traceId, long spanId) {}

  Links(Minutes minutes) {
    this.minutes = minutes;
  }

  /// Counts the links of a span, or lets them wait.
  ///
  /// @param open the same span; only its facts are kept
  void add(Span span, OpenSpan open, OpenTraces traces) {
    if (span.links().isEmpty()) {
      return;
    }
    var facts = open.facts();
    var targets = new HashSet<Target>();
    for (var link : span.links()) {
      var target = new Target(link.traceId(), link.spanId().bits());
      boolean parent = target.spanId == open.parentId && target.traceId.equals(open.traceId);
      if (!parent && targets.size() < LINKS_MAX && targets.add(target)) {
        add(facts, target, traces);
      }
    }
  }

  private void add(OpenSpan linking, Target target, OpenTraces traces) {
    var trace = traces.find(target.traceId);
    var end = trace == null ? null : trace.find(target.spanId);
    if (end != null) {
      resolve(linking, end);
      return;
    }
    if (trace == null && traces.seen(target.traceId)) {
      wanted.add(target.traceId);
    }
    waiting.computeIfAbsent(target, _ -> new ArrayList<>(1)).add(linking);
    incomplete(1, linking);
    changes++;
    while (waiting.size() > WAITING_MAX) {
      wanted.remove(waiting.pollFirstEntry().getKey().traceId);
      dropped++;
    }
  }

  /// Counts the links that lead to a span that has become known.
  void known(OpenSpan target) {
    if (waiting.isEmpty()) {
      return;
    }
    var linking = waiting.remove(new Target(target.traceId, target.id));
    if (linking != null) {
      changes++;
      for (var each : linking) {
        incomplete(-1, each);
        resolve(each, target);
      }
    }
  }

  private void incomplete(int sign, OpenSpan linking) {
    if (linking.role == Role.CONSUMER) {
      minutes.incomplete(sign, linking);
    }
  }

  private void resolve(OpenSpan linking, OpenSpan target) {
    if (linking.role == Role.CONSUMER && target.role == Role.PRODUCER) {
      CallRules.handover(1, target, linking, minutes);
      return;
    }
    var edge = new EdgeKey(target.service, null, linking.service, EdgeKind.LINK);
    minutes.call(1, linking, edge, linking.failed, -1);
  }

  /// Traces to look up.
  Set<TraceId> wanted(OpenTraces traces) {
    wanted.removeIf(id -> !traces.seen(id));
    return wanted;
  }

  /// Whatever these traces had is known or will never be.
  void lookedUp(Set<TraceId> ids) {
    wanted.removeAll(ids);
  }

  /// Links that were given up as too many were waiting.
  long dropped() {
    return dropped;
  }

  /// Hands all waiting links over, if there are others than the last time.
  void save(Checkpoint checkpoint) {
    handedOver = changes;
    if (changes == kept) {
      return;
    }
    var packer = new Packer();
    waiting.forEach((target, linking) -> {
      packer.number(linking.size());
      packer.traceId(target.traceId);
      packer.fixed(target.spanId);
      linking.forEach(span -> pack(span, packer));
    });
    checkpoint.replace(CHUNK, List.of(packer.bytes()));
  }

  void kept() {
    kept = handedOver;
  }

  void load(ViewStorage storage) {
    for (var block : storage.read(CHUNK)) {
      var unpacker = new Unpacker(block);
      while (unpacker.more()) {
        int count = unpacker.count();
        var target = new Target(unpacker.traceId(), unpacker.fixed());
        var linking = new ArrayList<OpenSpan>(count);
        for (int i = 0; i < count; i++) {
          linking.add(unpack(unpacker));
        }
        waiting.put(target, linking);
        // Its trace may have been open when the checkpoint was taken, and is not any more.
        wanted.add(target.traceId);
      }
    }
  }

  private static void pack(OpenSpan span, Packer packer) {
    packer.traceId(span.traceId);
    packer.fixed(span.id);
    packer.node(span.service);
    packer.text(span.role.name());
    packer.signed(span.startNanos);
    packer.number(span.durationNanos);
    packer.number(span.weightMillis);
    packer.flag(span.failed);
  }

  private static OpenSpan unpack(Unpacker unpacker) {
    var span = new OpenSpan(unpacker.traceId(), unpacker.fixed());
    span.service = unpacker.node();
    span.role = Role.valueOf(unpacker.text());
    span.startNanos = unpacker.signed();
    span.durationNanos = unpacker.number();
    span.weightMillis = unpacker.number();
    span.failed = unpacker.flag();
    return span;
  }
}

package dev.bellwether.analysis.coverage;

import dev.bellwether.model.Span;
import dev.bellwether.model.Span.Kind;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds calls whose other end began a trace of its own.
///
/// A call that carries the key and that nobody answered in its trace, and a server span that nobody
/// called in its trace and that lies within the time of the call:
///
/// ```
/// trader   client router:9000  |------------------|       trace 1, carries the key
/// recorder server recorder:9003     |---------|           trace 2, does not
/// ```
///
/// Requests of others lie within it by chance, so a service is named only where that is so for
/// nearly all calls to the address.
final class BrokenTraces {
  /// Fewer calls than this may all meet a stranger.
  private static final int CALLS_MIN = 3;

  /// The rest is calls that failed on the way, and spans that have not arrived.
  private static final double MATCHED_SHARE_MIN = 0.8;

  /// @param caller the span of the witness that calls
  /// @param records spans of the other traces in the sample
  record Broken(Finding finding, TraceId traceId, SpanId spanId, Place caller, long records) {}

  private record Call(String service, String address) {}

  private final Map<String, List<Span>> beginningsOf = new TreeMap<>();
  private final Map<TraceId, Long> spansOf = new HashMap<>();
  private final Map<Call, List<Place>> calls = new HashMap<>();
  private final Map<Call, Set<String>> above = new HashMap<>();

  private BrokenTraces(List<Places> sample, List<Span> others) {
    for (var span : others) {
      spansOf.merge(span.traceId(), 1L, Long::sum);
      if (span.parentId() == null && span.kind() == Kind.SERVER) {
        beginningsOf.computeIfAbsent(span.service(), _ -> new ArrayList<>()).add(span);
      }
    }
    sample.forEach(places -> places.byId().values().forEach(this::add));
  }

  static List<Broken> find(List<Places> sample, List<Span> others) {
    return new BrokenTraces(sample, others).find();
  }

  private void add(Place place) {
    var address = address(place.span);
    if (place.carries
        && place.span.kind() == Kind.CLIENT
        && place.children.isEmpty()
        && !address.isEmpty()
        && !place.span.attributes().containsKey("db.system.name")) {
      var call = new Call(place.service(), address);
      calls.computeIfAbsent(call, _ -> new ArrayList<>()).add(place);
      var services = above.computeIfAbsent(call, _ -> new HashSet<>());
      for (var caller = place; caller != null; caller = caller.entry.parent) {
        services.add(caller.service());
      }
    }
  }

  private List<Broken> find() {
    List<Broken> found = new ArrayList<>();
    calls.forEach((call, places) -> {
      if (places.size() >= CALLS_MIN) {
        var broken = broken(call, places);
        if (broken != null) {
          found.add(broken);
        }
      }
    });
    return found;
  }

  private @Nullable Broken broken(Call call, List<Place> places) {
    var upstream = above.getOrDefault(call, Set.of());
    for (var service : beginningsOf.entrySet()) {
      if (upstream.contains(service.getKey())) {
        continue;
      }
      Map<Place, Span> answers = new HashMap<>();
      for (var place : places) {
        service.getValue().stream()
            .filter(span -> within(span, place.span))
            .findFirst()
            .ifPresent(span -> answers.put(place, span));
      }
      if (answers.size() >= MATCHED_SHARE_MIN * places.size()) {
        return broken(call, answers);
      }
    }
    return null;
  }

  private Broken broken(Call call, Map<Place, Span> answers) {
    var witness =
        answers.keySet().stream()
            .min((a, b) -> Long.compare(a.span.startNanos(), b.span.startNanos()))
            .orElseThrow();
    var answer = answers.getOrDefault(witness, witness.span);
    boolean direct = port(answer).isEmpty() || port(answer).equals(port(witness.span));
    var finding =
        new Finding(
            direct ? Cause.NEW_TRACE : Cause.SILENT_HOP,
            Signal.SPANS,
            call.service,
            answer.service(),
            direct ? "" : call.address);
    long records =
        answers.values().stream()
            .map(Span::traceId)
            .distinct()
            .mapToLong(id -> spansOf.getOrDefault(id, 0L))
            .sum();
    return new Broken(finding, answer.traceId(), answer.id(), witness, records);
  }

  private static boolean within(Span inner, Span outer) {
    return outer.startNanos() <= inner.startNanos() && inner.endNanos() <= outer.endNanos();
  }

  private static String address(Span span) {
    var host = text(span, "server.address");
    return host.isEmpty() || port(span).isEmpty() ? host : host + ":" + port(span);
  }

  private static String port(Span span) {
    return text(span, "server.port");
  }

  private static String text(Span span, String key) {
    return span.attributes().getOrDefault(key, Value.EMPTY).text();
  }
}

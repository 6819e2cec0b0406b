package dev.bellwether.analysis;

import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Traces in one line per span:
///
/// ```
/// id[<parent] KIND service[→peer] [options]
///
/// a CLIENT trader→router:9000            calls an address
/// b<a SERVER router 20ms @5s !           took 20 ms, started 5 s later than the others, failed
/// c<b CLIENT recorder→postgresql/trades  calls a database
/// d PRODUCER trader→kafka/orders #5      sends 5 messages
/// e CONSUMER recorder→kafka/orders ~t2.d links to span d of trace t2
/// ```
///
/// Ids are letters and digits; a leading `t2.` puts the span into trace `t2`, else it is in `t1`.
/// Other options: `th=c` (sampling threshold), `key=value` (any attribute).
final class TraceNotation {
  /// 13:00 UTC; spans start 1 ms after each other unless they say otherwise.
  static final Instant START = Instant.parse("2026-03-02T13:00:00Z");

  private TraceNotation() {}

  static List<Span> spans(String... lines) {
    var spans = new ArrayList<Span>();
    for (var line : lines) {
      spans.add(span(line));
    }
    return spans;
  }

  static Span span(String line) {
    return new Line(line).span();
  }

  static TraceId traceId(String name) {
    return new TraceId(0xABCDL << 40, idBits(name));
  }

  static SpanId spanId(String name) {
    return new SpanId(idBits(name));
  }

  private static long idBits(String name) {
    long bits = 0;
    for (int i = 0; i < name.length(); i++) {
      bits = bits << 8 | name.charAt(i);
    }
    return bits;
  }

  private static final class Line {
    private final String[] words;
    private final String trace;
    private final String id;
    private final String parent;
    private final Span.Kind kind;
    private final String service;
    private final Map<String, Value> attributes = new HashMap<>();
    private final List<Span.Link> links = new ArrayList<>();
    private String traceState = "";
    private Span.Status status = Span.Status.UNSET;
    private long startNanos = START.toEpochMilli() * 1_000_000;
    private long durationNanos = 1_000_000;

    Line(String line) {
      words = line.split(" +", -1);
      var ids = words[0].split("<", -1);
      int dot = ids[0].indexOf('.');
      trace = dot < 0 ? "t1" : ids[0].substring(0, dot);
      id = ids[0].substring(dot + 1);
      parent = ids.length > 1 ? ids[1] : "";
      kind = Span.Kind.valueOf(words[1]);
      var ends = words[2].split("→", -1);
      service = ends[0];
      if (ends.length > 1) {
        peer(ends[1]);
      }
      Stream.of(words).skip(3).forEach(this::option);
    }

    private void peer(String peer) {
      int slash = peer.indexOf('/');
      if (slash >= 0 && (kind == Span.Kind.PRODUCER || kind == Span.Kind.CONSUMER)) {
        attributes.put("messaging.system", Value.of(peer.substring(0, slash)));
        attributes.put("messaging.destination.name", Value.of(peer.substring(slash + 1)));
      } else if (slash >= 0) {
        attributes.put("db.system.name", Value.of(peer.substring(0, slash)));
        attributes.put("db.namespace", Value.of(peer.substring(slash + 1)));
      } else {
        var address = peer.split(":", -1);
        attributes.put("server.address", Value.of(address[0]));
        if (address.length > 1) {
          attributes.put("server.port", Value.of(Long.parseLong(address[1])));
        }
      }
    }

    private void option(String word) {
      if (word.equals("!")) {
        status = new Span.Status(Span.Status.Code.ERROR, "");
      } else if (word.startsWith("@")) {
        startNanos += nanos(word.substring(1));
      } else if (word.startsWith("~")) {
        var target = word.substring(1).split("\\.", -1);
        links.add(new Span.Link(traceId(target[0]), spanId(target[1]), "", Map.of()));
      } else if (word.startsWith("#")) {
        var count = Value.of(Long.parseLong(word.substring(1)));
        attributes.put("messaging.batch.message_count", count);
      } else if (word.startsWith("th=")) {
        traceState = "ot=th:" + word.substring(3);
      } else if (word.contains("=")) {
        var pair = word.split("=", 2);
        attributes.put(pair[0], Value.of(pair[1]));
      } else {
        durationNanos = nanos(word);
      }
    }

    private static long nanos(String text) {
      if (text.endsWith("ms")) {
        return (long) (Double.parseDouble(text.substring(0, text.length() - 2)) * 1e6);
      }
      return (long) (Double.parseDouble(text.substring(0, text.length() - 1)) * 1e9);
    }

    Span span() {
      var resource =
          service.equals("?") ? Map.<String, Value>of() : Map.of("service.name", Value.of(service));
      return new Span(
          traceId(trace),
          spanId(id),
          parent.isEmpty() ? null : spanId(parent),
          traceState,
          0,
          words[1] + " " + id,
          kind,
          startNanos,
          startNanos + durationNanos,
          attributes,
          List.of(),
          links,
          status,
          new Resource(resource),
          Scope.NONE,
          0);
    }
  }
}

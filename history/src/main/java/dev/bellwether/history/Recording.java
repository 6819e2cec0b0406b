package dev.bellwether.history;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// What the agents of all services report: a span when it ends, a log record at its moment, in the
/// order of time, so that those of trades that run side by side are mixed. One thread.
final class Recording {
  static final String POSTGRESQL = "postgresql";

  private static final List<String> SERVICES =
      List.of("monkey", "trader", "router", "recorder", "recorder-canary", "notifier");
  private static final int LOG_FLAGS = 1;

  /// What a span or log record belongs to.
  ///
  /// @param keys of the trade, by their whole names
  record Scene(long traceHigh, long traceLow, Map<String, String> keys) {}

  /// @param parentId 0 for a root
  /// @param kind OTLP's number
  record Head(long id, long parentId, String name, int kind, long startNanos, long endNanos) {}

  /// @param severity OTLP's number
  record Line(long atNanos, long spanId, String logger, int severity, String body) {}

  /// @param number decides between what happens in the same nanosecond
  private record Event(long atNanos, long number, Runnable report) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final Map<String, Agent> agents = new LinkedHashMap<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final ProtobufWriter scratch = new ProtobufWriter();
  private final boolean takesLogs;
  private long spans;
  private long logs;

  Recording(RandomGenerator random, Export export) {
    takesLogs = export.takesLogs();
    for (var service : SERVICES) {
      var instance =
          new UUID(
              (random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | Long.MIN_VALUE);
      agents.put(service, new Agent(service, instance, random.nextInt(1_000, 60_000), export));
    }
    agents.put(POSTGRESQL, Agent.ofDatabase(export));
  }

  long spans() {
    return spans;
  }

  long logs() {
    return logs;
  }

  void span(Scene scene, String service, String scope, Head head, Consumer<SpanWriter> more) {
    scratch.clear();
    var span = new SpanWriter(scratch);
    span.head(
        scene.traceHigh(), scene.traceLow(), head.id(), head.parentId(), head.name(), head.kind());
    span.times(head.startNanos(), head.endNanos());
    more.accept(span);
    // The customers' side knows nothing of the keys.
    if (!service.equals("monkey")) {
      scene.keys().forEach(span::text);
    }
    var bytes = scratch.toByteArray();
    var agent = agent(service);
    spans++;
    events.add(new Event(head.endNanos(), spans + logs, () -> agent.span(scope, bytes)));
  }

  void log(Scene scene, String service, Line line, Consumer<SpanWriter> more) {
    if (!takesLogs) {
      return;
    }
    scratch.clear();
    scratch.fixed64(1, line.atNanos());
    scratch.varint(2, line.severity());
    scratch.text(3, severity(line.severity()));
    scratch.message(5, () -> scratch.text(1, line.body()));
    var attributes = new SpanWriter(scratch, 6);
    more.accept(attributes);
    scene.keys().forEach(attributes::text);
    scratch.fixed32(8, LOG_FLAGS);
    scratch.id(9, scene.traceHigh(), scene.traceLow());
    scratch.id(10, line.spanId());
    scratch.fixed64(11, line.atNanos());
    var bytes = scratch.toByteArray();
    var agent = agent(service);
    logs++;
    events.add(new Event(line.atNanos(), spans + logs, () -> agent.log(line.logger(), bytes)));
  }

  /// Reports what has happened by then.
  void reportUntil(long nanos) {
    while (!events.isEmpty() && events.element().atNanos() <= nanos) {
      events.remove().report().run();
    }
  }

  void flush() {
    reportUntil(Long.MAX_VALUE);
    agents.values().forEach(Agent::flush);
  }

  private Agent agent(String service) {
    var agent = agents.get(service);
    if (agent == null) {
      throw new IllegalStateException("service: " + service);
    }
    return agent;
  }

  private static String severity(int number) {
    return switch (number) {
      case Logs.INFO -> "INFO";
      case Logs.WARN -> "WARN";
      default -> "ERROR";
    };
  }
}

package dev.bellwether.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What check scripts assert about telemetry, as the command `telemetry`. It asks the observatory
/// and looks at the newest trades, and at none from before a service was last started: the code
/// that ran then is not what is checked.
///
/// ```
/// telemetry spans KEY,… SERVICE…          spans of these services carry all keys
/// telemetry server-spans KEY,… SERVICE…   only spans of requests that they answered
/// telemetry logs KEY,… SERVICE…           log records of these services carry all keys
/// telemetry trace TRACE-ID TEXT           a log record of that trace says TEXT
/// ```
///
/// Exit code 0 and a line, or 1 and what was expected, what was seen, the first hop that lacks it
/// and a witness. What is not so yet is asked for again until the time is over.
public final class TelemetryCheck {
  /// An answer within 5 s, the start of this program included.
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Duration AGAIN = Duration.ofMillis(400);

  /// Spans and log records of a trade are there a second after its end.
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private static final Duration LOOK_BACK = Duration.ofSeconds(40);

  /// Three seconds of trades at the usual rate.
  private static final int TRADES = 12;

  private static final int TRADES_MIN = 5;
  private static final int PERCENT_MIN = 99;

  private final Observatory observatory;
  private final Path running;

  /// @param running the folder in which the launcher notes each process when it starts
  private TelemetryCheck(Observatory observatory, Path running) {
    this.observatory = observatory;
    this.running = running;
  }

  public static void main(String[] arguments) throws InterruptedException {
    var environment = System.getenv();
    var check =
        new TelemetryCheck(
            new Observatory(environment.getOrDefault("OBSERVATORY", "")),
            Path.of(environment.getOrDefault("BELLWETHER_DATA", ""), "run"));
    var verdict = check.patiently(List.of(arguments));
    System.out.println(verdict.words());
    System.exit(verdict.passed() ? 0 : 1);
  }

  /// @param open whether it may be another one in a moment
  record Verdict(boolean passed, boolean open, String words) {}

  private Verdict patiently(List<String> arguments) throws InterruptedException {
    var deadline = Instant.now().plus(PATIENCE);
    while (true) {
      var verdict = verdict(arguments);
      if (!verdict.open() || Instant.now().isAfter(deadline)) {
        return verdict;
      }
      Thread.sleep(AGAIN);
    }
  }

  private Verdict verdict(List<String> arguments) throws InterruptedException {
    try {
      return arguments.getFirst().equals("trace")
          ? trace(arguments.get(1), arguments.get(2))
          : coverage(
              arguments.getFirst(),
              List.of(arguments.get(1).split(",", -1)),
              arguments.subList(2, arguments.size()));
    } catch (IOException e) {
      return new Verdict(
          false,
          true,
          "Expected: the observatory answers at %s.\nSeen: %s".formatted(observatory.address(), e));
    }
  }

  /// Whoever has read the id somewhere has read it of telemetry that is there: nothing more comes.
  private Verdict trace(String id, String text) throws IOException, InterruptedException {
    var trace =
        id.matches("[0-9a-f]{32}")
            ? observatory.get("/api/traces/" + id)
            : Optional.<JsonNode>empty();
    var expected = "Expected: the id of a trace in which a log record says '%s'.\n".formatted(text);
    if (trace.isEmpty()) {
      return new Verdict(
          false, false, expected + "Seen: '%s', and there is no trace with that id.".formatted(id));
    }
    for (var record : trace.get().path("logs")) {
      if (record.path("body").asString("").contains(text)) {
        return new Verdict(true, false, "That trace says: " + record.path("body").asString(""));
      }
    }
    return new Verdict(
        false,
        false,
        expected
            + "Seen: a trace whose %d log records do not say so.\nWitness: %s/trace/%s"
                .formatted(trace.get().path("logs").size(), observatory.address(), id));
  }

  private Verdict coverage(String signal, List<String> keys, List<String> services)
      throws IOException, InterruptedException {
    var traces = newestTrades();
    var what = signal.equals("server-spans") ? "server spans" : signal;
    var expected =
        "Expected: at least %d %% of the %s of the newest trades carry %s, in %s.\n"
            .formatted(PERCENT_MIN, what, String.join(", ", keys), String.join(", ", services));
    if (traces.size() < TRADES_MIN) {
      return new Verdict(
          false,
          true,
          expected
              + "Seen: %d trades in the last %d s, since a service was started. Does monkey trade?"
                  .formatted(traces.size(), LOOK_BACK.toSeconds()));
    }
    var hops = new ArrayList<Hop>();
    for (var service : services) {
      hops.add(hop(service, signal, keys, traces));
    }
    var seen = hops.stream().map(Hop::words).collect(Collectors.joining(", "));
    var lacking = hops.stream().filter(hop -> !hop.passed()).findFirst();
    return lacking
        .map(hop ->
            new Verdict(
                false,
                traces.size() < TRADES,
                expected
                    + "Seen: %s.\nFirst hop that lacks it: %s\nWitness: %s"
                        .formatted(seen, hop.service(), observatory.address() + hop.witness())))
        .orElseGet(() ->
            new Verdict(
                true,
                false,
                "The %s carry %s: %s.".formatted(what, String.join(", ", keys), seen)));
  }

  /// @param witness path of a span or trace that lacks a key; empty where none does
  private record Hop(String service, int carrying, int total, String witness) {
    boolean passed() {
      return total > 0 && carrying * 100 >= total * PERCENT_MIN;
    }

    String words() {
      return total == 0
          ? "%s none".formatted(service)
          : "%s %d of %d".formatted(service, carrying, total);
    }
  }

  private static Hop hop(String service, String signal, List<String> keys, List<JsonNode> traces) {
    int carrying = 0;
    int total = 0;
    var witness = "";
    for (var trace : traces) {
      for (var one : trace.path(signal.equals("logs") ? "logs" : "spans")) {
        boolean counts =
            one.path("service").asString("").equals(service)
                && (!signal.equals("server-spans")
                    || one.path("kind").asString("").equals("server"));
        if (!counts) {
          continue;
        }
        total++;
        if (keys.stream().allMatch(key -> one.path("attributes").has(key))) {
          carrying++;
        } else if (witness.isEmpty()) {
          witness =
              "/trace/%s?span=%s"
                  .formatted(trace.path("traceId").asString(""), one.path("spanId").asString(""));
        }
      }
    }
    if (witness.isEmpty() && total == 0) {
      witness = "/trace/" + traces.getFirst().path("traceId").asString("");
    }
    return new Hop(service, carrying, total, witness);
  }

  private List<JsonNode> newestTrades() throws IOException, InterruptedException {
    var now = Instant.now();
    var from = now.minus(LOOK_BACK);
    var to = now.minus(SETTLED);
    var started = lastStarted();
    if (started.isAfter(from)) {
      from = started;
    }
    return from.isBefore(to)
        ? observatory.traces("service.name : trader and kind : server", from, to, TRADES)
        : List.of();
  }

  /// When the youngest process was started.
  private Instant lastStarted() throws IOException {
    var last = Instant.EPOCH;
    if (Files.isDirectory(running)) {
      try (var files = Files.newDirectoryStream(running, "*.pid")) {
        for (var file : files) {
          var started = Files.getLastModifiedTime(file).toInstant();
          last = started.isAfter(last) ? started : last;
        }
      }
    }
    return last;
  }
}

package dev.bellwether.benchmarks;

import dev.bellwether.history.observatory.ObservatoryClient;
import dev.bellwether.history.observatory.ObservatoryProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What the pages ask an observatory, timed: the median of what a client waits for, and the
/// server's CPU. One thread.
final class Questions {
  /// The first half of them is for warming up.
  private static final int QUESTIONS = 40;

  /// After one for warming up.
  private static final int EXPLANATIONS = 5;

  private final ObservatoryProcess observatory;
  private final String window;
  private final Figures figures;

  /// @param spread from `start` on; what is asked is all of it, and as much again
  Questions(ObservatoryProcess observatory, Instant start, Duration spread, Figures figures) {
    this.observatory = observatory;
    this.window =
        "from=%d&to=%d"
            .formatted(start.toEpochMilli(), start.plus(spread).plus(spread).toEpochMilli());
    this.figures = figures;
  }

  void askAll() throws IOException, InterruptedException {
    var newest = observatory.client().ask("/api/traces?limit=%d&%s".formatted(QUESTIONS, window));
    time(
        "trace by id",
        StreamSupport.stream(newest.path("traces").spliterator(), false)
            .map(trace -> "/api/traces/" + trace.path("traceId").asString())
            .toList());
    time(
        "newest 20 of a customer",
        SimulatedTrade.CUSTOMERS.stream()
            .limit(QUESTIONS)
            .map(customer -> "com.example.customer_id : \"" + customer + "\"")
            .map(query ->
                "/api/traces?limit=20&q=" + ObservatoryClient.encoded(query) + "&" + window)
            .toList());
    repeat("service map with RED", "/api/service-map?" + window);
    repeat("RED of a service, everything", "/api/services/trader?" + window);
    repeat("instances of a service", "/api/services/trader/instances?" + window);
    explain();
  }

  /// What the failures have in common, from the stored bytes to the sentence.
  private void explain() throws IOException, InterruptedException {
    var path = "/api/explain?" + window;
    var answer = observatory.client().post(path);
    var millis = new ArrayList<Double>();
    var before = observatory.cpu();
    for (int i = 0; i < EXPLANATIONS; i++) {
      long start = System.nanoTime();
      answer = observatory.client().post(path);
      millis.add((System.nanoTime() - start) / 1e6);
    }
    var cpu = observatory.cpu().minus(before);
    millis.sort(Comparator.naturalOrder());
    figures.put("explain, requests looked at", answer.path("requests").asLong());
    figures.put("explain, p50 ms", millis.get(EXPLANATIONS / 2));
    figures.put("explain, CPU ms", Figures.seconds(cpu) * 1e3 / EXPLANATIONS);
  }

  private void repeat(String name, String path) throws IOException, InterruptedException {
    time(name, Stream.generate(() -> path).limit(QUESTIONS).toList());
  }

  private void time(String name, List<String> paths) throws IOException, InterruptedException {
    int half = paths.size() / 2;
    for (var path : paths.subList(0, half)) {
      observatory.client().ask(path);
    }
    var measured = paths.subList(half, paths.size());
    List<Double> millis = new ArrayList<>();
    var before = observatory.cpu();
    for (var path : measured) {
      long start = System.nanoTime();
      observatory.client().ask(path);
      millis.add((System.nanoTime() - start) / 1e6);
    }
    var cpu = observatory.cpu().minus(before);
    millis.sort(Comparator.naturalOrder());
    figures.put(name + ", p50 ms", millis.get(millis.size() / 2));
    figures.put(name + ", CPU ms", Figures.seconds(cpu) * 1e3 / measured.size());
  }
}

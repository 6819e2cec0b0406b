package dev.bellwether.benchmarks.analysis;

import dev.bellwether.analysis.patterns.PatternMiner;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Value;
import dev.bellwether.store.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/// Prints what a log line costs until it is counted under its pattern: `benchmarks/patterns
/// [LINES]`, a million where nothing is said.
public final class PatternsCost {
  private static final int RUNS = 5;
  private static final int WARM_UP_RUNS = 2;

  /// A thousand lines a second.
  private static final long NANOS_BETWEEN = 1_000_000;

  private static final String[] NAMES = {"l.hall", "q.bert", "j.casey", "b.smith", "mr.t"};

  /// As they are written by the trading system, its database, its pool and its proxies.
  private static final String[] SHAPES = {
    "trade requested for %s",
    "trade %u committed for %s in %nms",
    "notified clearinghouse of trade %u",
    "trade not recorded: connection refused",
    "{\"level\":30,\"time\":%n,\"message\":\"routing request to recorder\",\"trade\":\"%u\"}",
    "model run took %n.%n ms with market factor %n",
    "could not reach recorder:9003, retrying in %n ms (attempt %n of 5)",
    "10.0.%b.%b - %s \"POST /trade/request HTTP/1.1\" 200 %n",
    "2026-11-22T13:00:07.123Z WARN [http-worker-%n] queue is %n percent full",
    "duration: %n.%n ms  execute S_3: INSERT INTO trades VALUES ($1, $2, $3)",
    "checkpoint complete: wrote %n buffers (%n.%n%); 0 WAL file(s) added, %n removed",
    "HikariPool-1 - Connection is not available, request timed out after %nms (total=%n, active=%n)",
    "Failed password for invalid user %s from 10.1.%b.%b port %n ssh2",
    "processed batch of ids %n, %n, %n, %n in %n ms",
    "GC pause (G1 Evacuation Pause) %nMB->%nMB %n.%nms",
  };

  private PatternsCost() {}

  /// Measures and prints.
  ///
  /// @param arguments how many lines
  public static void main(String[] arguments) {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    var lines = lines(count);
    var nanos = new long[RUNS];
    var patterns = 0;
    for (int run = -WARM_UP_RUNS; run < RUNS; run++) {
      var miner = new PatternMiner();
      long spent = CpuClock.nanosOf(() -> lines.forEach(miner::add));
      patterns = miner.patterns(TimeRange.ALWAYS).size();
      if (run >= 0) {
        nanos[run] = spent;
      }
    }
    long characters = lines.stream().mapToLong(line -> line.body().text().length()).sum();
    System.out.printf(
        "%,d lines of %d characters on average, %d patterns: %s%n",
        count, characters / count, patterns, CpuClock.microsEach(nanos, count));
  }

  private static List<LogRecord> lines(int count) {
    var random = new Random(42);
    var resource = new Resource(Map.of("service.name", Value.of("trader")));
    var lines = new ArrayList<LogRecord>(count);
    for (int i = 0; i < count; i++) {
      lines.add(
          new LogRecord(
              i * NANOS_BETWEEN,
              0,
              9,
              "INFO",
              "",
              Value.of(fill(SHAPES[random.nextInt(SHAPES.length)], random)),
              Map.of(),
              null,
              null,
              0,
              resource,
              Scope.NONE,
              0));
    }
    return lines;
  }

  private static String fill(String shape, Random random) {
    var line = new StringBuilder();
    for (int i = 0; i < shape.length(); i++) {
      char c = shape.charAt(i);
      char kind = c == '%' && i + 1 < shape.length() ? shape.charAt(i + 1) : ' ';
      switch (kind) {
        case 'n' -> line.append(random.nextInt(10_000));
        case 'b' -> line.append(random.nextInt(256));
        case 's' -> line.append(NAMES[random.nextInt(NAMES.length)]);
        case 'u' -> line.append(new UUID(random.nextLong(), random.nextLong()));
        default -> line.append(c);
      }
      i += kind == 'n' || kind == 'b' || kind == 's' || kind == 'u' ? 1 : 0;
    }
    return line.toString();
  }
}

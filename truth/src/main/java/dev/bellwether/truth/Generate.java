package dev.bellwether.truth;

import dev.bellwether.faults.Ledger;
import dev.bellwether.history.Export;
import dev.bellwether.history.History;
import dev.bellwether.history.HistoryPlan;
import dev.bellwether.history.observatory.OtlpEndpoint;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;

/// `./bellwether generate`: sends a history to an OTLP endpoint.
final class Generate {
  static final String HELP =
      """
      ./bellwether generate [OPTION…]   writes the telemetry of days of trading in seconds

        --to URL                    where OTLP/HTTP is taken (http://localhost:4318)
        --seed N                    of customers, trades and incidents (7)
        --days D                    how long, 0.001 to 31 (1)
        --until TIME                when it ends (the full hour that has passed)
        --trades-per-second R       0.01 to 200 (1)
        --incidents-per-day N       0 to 1440, one after another (24)
        --ledger FILE               the truth about the incidents, for its owner only
                                    (.bellwether/history/incidents-SEED.jsonl)

      The same options give the same bytes, of which a hash is printed. See docs/faults.md.
      """;

  private static final double DAYS_MAX = 31;

  private Generate() {}

  /// @param root the folder of the repository
  static void run(Options options, Path root, PrintStream out, boolean terminal)
      throws IOException, InterruptedException {
    long seed = options.whole("--seed", 7, Long.MIN_VALUE, Long.MAX_VALUE);
    double days = options.number("--days", 1, 0.001, DAYS_MAX);
    double rate = options.number("--trades-per-second", 1, 0.01, HistoryPlan.TRADES_PER_SECOND_MAX);
    long incidents = options.whole("--incidents-per-day", 24, 0, 1440);
    var until = options.time("--until", Instant.now().truncatedTo(ChronoUnit.HOURS));
    var to = endpoint(options.text("--to", "http://localhost:4318"));
    var ledger =
        root.resolve(options.text("--ledger", ".bellwether/history/incidents-" + seed + ".jsonl"));
    options.refuseOthers();
    var length = Duration.ofMillis((long) (days * Duration.ofDays(1).toMillis()));
    var slot = incidents == 0 ? length.plusNanos(1) : Duration.ofDays(1).dividedBy(incidents);
    var plan = HistoryPlan.of(seed, until.minus(length), length, rate, slot);
    write(plan, to, ledger, out, new Progress(out, terminal));
  }

  private static void write(
      HistoryPlan plan, URI to, Path ledgerFile, PrintStream out, Progress progress)
      throws IOException, InterruptedException {
    long beganNanos = System.nanoTime();
    Files.deleteIfExists(ledgerFile);
    var digest = sha256();
    try (var endpoint = new OtlpEndpoint(to);
        var ledger = Ledger.open(ledgerFile)) {
      var export =
          new Export(
              body -> send(endpoint, digest, "/v1/traces", body),
              body -> send(endpoint, digest, "/v1/logs", body));
      var history = new History(plan, export, ledger, (_, _, _) -> {});
      while (history.next()) {
        progress.show(() -> line(history.counts(), plan));
      }
      endpoint.flush();
      progress.end();
      var counts = history.counts();
      double seconds = (System.nanoTime() - beganNanos) / 1e9;
      out.printf(
          Locale.ROOT,
          "%,d trades, %,d spans and %,d log records from %s to %s in %.1f s%n",
          counts.trades(),
          counts.spans(),
          counts.logs(),
          plan.start(),
          plan.end(),
          seconds);
      out.printf("%d incidents: %s%n", plan.incidents().size(), ledgerFile);
      out.printf(
          "sha256 %s (--seed %d --until %s)%n",
          HexFormat.of().formatHex(digest.digest()), plan.seed(), plan.end());
    }
  }

  private static String line(History.Counts counts, HistoryPlan plan) {
    double share =
        (double) Duration.between(plan.start(), counts.until()).toMillis()
            / plan.length().toMillis();
    return String.format(
        Locale.ROOT,
        "%3.0f %%  %s  %,d trades, %,d spans, %,d log records",
        Math.min(1, share) * 100,
        counts.until().truncatedTo(ChronoUnit.SECONDS),
        counts.trades(),
        counts.spans(),
        counts.logs());
  }

  private static void send(OtlpEndpoint endpoint, MessageDigest digest, String path, byte[] body) {
    digest.update(path.getBytes(StandardCharsets.US_ASCII));
    digest.update(body);
    endpoint.send(path, body);
  }

  private static URI endpoint(String text) {
    if (!text.matches("https?://[^/?#]+/?")) {
      throw new IllegalArgumentException(
          "--to: %s (expected: an address such as http://localhost:4318)".formatted(text));
    }
    return URI.create(text);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

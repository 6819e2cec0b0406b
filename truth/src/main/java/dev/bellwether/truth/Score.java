package dev.bellwether.truth;

import dev.bellwether.faults.Ledger;
import dev.bellwether.history.Export;
import dev.bellwether.history.History;
import dev.bellwether.history.HistoryPlan;
import dev.bellwether.history.observatory.ObservatoryProcess;
import dev.bellwether.history.observatory.OtlpEndpoint;
import dev.bellwether.truth.score.BellwetherBackend;
import dev.bellwether.truth.score.Replay;
import dev.bellwether.truth.score.ScoreCard;
import dev.bellwether.truth.score.ScoreTable;
import dev.bellwether.truth.score.Scoring;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// `./bellwether score`: how well our own observatory explains incidents.
final class Score {
  static final String HELP =
      """
      ./bellwether score [OPTION…]      replays incidents and scores how they are explained

        --incidents N               1 to 500, of all kinds in turn (60)
        --seed N                    of customers, trades and incidents (7)
        --trades-per-second R       0.5 to 50 (4, as many as monkey sends)
        --verbose true              says what was found about each incident (false)

      Starts an observatory of its own, with a folder of its own, and removes both. The same
      options give the same table. See docs/score.md.
      """;

  /// Monkey's own load.
  private static final double TRADES_PER_SECOND = 4;

  /// Fewer, and most incidents hit nobody; a day of more takes hours.
  private static final double TRADES_PER_SECOND_MIN = 0.5;

  private static final double TRADES_PER_SECOND_MAX = 50;

  /// Long enough that the fifteen minutes before an incident are quiet: what is usual is told by
  /// three times the window, and the end of an incident is a change, too. Sixty make a day.
  private static final Duration SLOT = Duration.ofMinutes(24);

  private Score() {}

  static void run(Options options, Path root, PrintStream out, boolean terminal)
      throws IOException, InterruptedException {
    int incidents = (int) options.whole("--incidents", 60, 1, 500);
    long seed = options.whole("--seed", 7, Long.MIN_VALUE, Long.MAX_VALUE);
    double rate =
        options.number(
            "--trades-per-second", TRADES_PER_SECOND, TRADES_PER_SECOND_MIN, TRADES_PER_SECOND_MAX);
    boolean verbose = options.text("--verbose", "false").equals("true");
    options.refuseOthers();
    // The map keeps a month. Minutes begin where they did in the last run.
    var length = SLOT.multipliedBy(incidents);
    var start = Instant.now().minus(length).truncatedTo(ChronoUnit.HOURS);
    var plan = HistoryPlan.of(seed, start, length, rate, SLOT);
    var scores = Files.createDirectories(root.resolve(".bellwether/score"));
    var folder = Files.createTempDirectory(scores, "run");
    var progress = new Progress(out, terminal);
    try (var observatory =
        ObservatoryProcess.start(
            root.resolve("observatory/server"), folder, List.of("-XX:+UseSerialGC", "-Xmx768m"))) {
      var replay = replay(plan, observatory, folder, progress);
      var scoring =
          new Scoring(
              new BellwetherBackend(observatory.client()),
              replay,
              text -> progress.show(() -> text),
              entry -> {
                if (verbose) {
                  progress.end();
                  out.println(line(entry));
                }
              });
      var card = scoring.score();
      progress.end();
      if (verbose) {
        card.falseAlarms().forEach(alarm -> out.println("false alarm " + alarm));
      }
      out.print(ScoreTable.of(card));
    } finally {
      remove(folder);
    }
  }

  private static Replay replay(
      HistoryPlan plan, ObservatoryProcess observatory, Path folder, Progress progress)
      throws IOException, InterruptedException {
    var replay = new Replay();
    var file = folder.resolve("incidents.jsonl");
    try (var ledger = Ledger.open(file);
        var endpoint = new OtlpEndpoint(observatory.traces().resolve("/"))) {
      var export = Export.ofTraces(body -> endpoint.send("/v1/traces", body));
      var history = new History(plan, export, ledger, replay::traced);
      while (history.next()) {
        progress.show(() -> "replays: %,d spans".formatted(history.counts().spans()));
      }
      endpoint.flush();
      observatory.awaitSpans(history.counts().spans());
    }
    replay.happened(Ledger.read(file));
    return replay;
  }

  private static String line(ScoreCard.Entry entry) {
    return String.format(
        Locale.ROOT,
        "%-26s rank %d  %-44s said %s  (%d named, %d victims, %d right)",
        entry.id(),
        entry.rank(),
        entry.truth(),
        entry.said(),
        entry.named(),
        entry.victims(),
        entry.right());
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}

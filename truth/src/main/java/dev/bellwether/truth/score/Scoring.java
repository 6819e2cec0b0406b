package dev.bellwether.truth.score;

import dev.bellwether.faults.Chapter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks a backend about every incident, when it is over and while it goes on, and about the quiet
/// time before.
public final class Scoring {
  /// Who is on duty looks at the last two minutes, at these moments after the beginning.
  private static final List<Duration> LOOKS =
      List.of(
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(120),
          Duration.ofSeconds(240));

  private static final Duration LOOKED_AT = Duration.ofMinutes(2);

  private static final Duration QUIET = Duration.ofMinutes(3);

  /// A quiet window ends with a whole minute, and this long before the incident at least: a backend
  /// may count by minutes.
  private static final Duration QUIET_BEFORE = Duration.ofSeconds(10);

  private static final int NAMED_MAX = 3;

  private final Backend backend;
  private final Replay replay;
  private final Consumer<String> progress;
  private final Consumer<ScoreCard.Entry> asked;

  /// @param progress hears what is about to be asked
  /// @param asked hears what came out of each incident, as soon as it is known
  public Scoring(
      Backend backend, Replay replay, Consumer<String> progress, Consumer<ScoreCard.Entry> asked) {
    this.backend = backend;
    this.replay = replay;
    this.progress = progress;
    this.asked = asked;
  }

  public ScoreCard score() throws IOException, InterruptedException {
    var entries = new ArrayList<ScoreCard.Entry>();
    int quiet = 0;
    var alarms = new ArrayList<String>();
    for (var chapter : replay.chapters()) {
      progress.accept(
          "asks about incident %d of %d: %s"
              .formatted(entries.size() + 1, replay.chapters().size(), chapter.incident().id()));
      var entry = entry(chapter);
      entries.add(entry);
      asked.accept(entry);
      var before =
          Window.before(
              chapter.incident().start().minus(QUIET_BEFORE).truncatedTo(ChronoUnit.MINUTES),
              QUIET);
      if (Truths.during(replay.chapters(), before).isEmpty()) {
        quiet++;
        var findings = backend.findings(before);
        if (!findings.isEmpty()) {
          alarms.add(
              "before %s: %s".formatted(chapter.incident().id(), words(findings.getFirst())));
        }
      }
    }
    return new ScoreCard(entries, quiet, alarms);
  }

  private ScoreCard.Entry entry(Chapter chapter) throws IOException, InterruptedException {
    var plan = chapter.incident().plan();
    var window = new Window(chapter.incident().start(), Truths.end(chapter));
    var findings = backend.findings(window);
    var victims = replay.victims(chapter, window);
    var named =
        findings.isEmpty()
            ? new HashSet<java.util.UUID>()
            : new HashSet<>(replay.trades(backend.hit(findings.getFirst(), window)));
    var right = new HashSet<>(named);
    right.retainAll(victims);
    return new ScoreCard.Entry(
        plan.id(),
        plan.kind().label(),
        rank(findings, chapter),
        detectedAfter(chapter),
        plan.where().isEmpty() ? Truths.places(plan.kind()).toString() : plan.where().toString(),
        findings.isEmpty() ? "nothing" : words(findings.getFirst()),
        named.size(),
        victims.size(),
        right.size());
  }

  private @Nullable Duration detectedAfter(Chapter chapter)
      throws IOException, InterruptedException {
    Instant start = chapter.incident().start();
    for (var look : LOOKS) {
      var now = start.plus(look);
      if (now.isAfter(Truths.end(chapter))) {
        return null;
      }
      int rank = rank(backend.findings(Window.before(now, LOOKED_AT)), chapter);
      if (rank >= 1 && rank <= NAMED_MAX) {
        return look;
      }
    }
    return null;
  }

  /// Of the right answer, from 1; 0 where there is none.
  private static int rank(List<Finding> findings, Chapter chapter) {
    for (int i = 0; i < findings.size(); i++) {
      if (Truths.isRight(findings.get(i), chapter.incident().plan())) {
        return i + 1;
      }
    }
    return 0;
  }

  private static String words(Finding finding) {
    return finding.conditions().isEmpty() ? finding.place() : finding.conditions().toString();
  }
}

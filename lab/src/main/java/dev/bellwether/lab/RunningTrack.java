package dev.bellwether.lab;

import dev.bellwether.http.Problem;
import dev.bellwether.lab.Progress.State;
import dev.bellwether.lab.Progress.Step;
import dev.bellwether.lab.track.Challenge;
import dev.bellwether.lab.track.Challenge.Script;
import dev.bellwether.lab.track.Track;
import java.time.InstantSource;
import java.util.ArrayList;

/// A track with the work copy and the progress of whoever works on it. One person at a time runs
/// its scripts; everything else many threads may use.
final class RunningTrack {
  private final Track track;
  private final WorkCopy workCopy;
  private final Progress progress;
  private final Shell shell;
  private final InstantSource clock;

  /// Held while scripts run: a second check waits for the first.
  private final Object scripts = new Object();

  RunningTrack(
      Track track, WorkCopy workCopy, Progress progress, Shell shell, InstantSource clock) {
    this.track = track;
    this.workCopy = workCopy;
    this.progress = progress;
    this.shell = shell;
    this.clock = clock;
  }

  Track track() {
    return track;
  }

  WorkCopy workCopy() {
    return workCopy;
  }

  Step step(String challenge) {
    return progress.of(challenge);
  }

  /// @throws Problem 404 when there is no such challenge, or it is broken
  Challenge challenge(String name) {
    return track
        .challenge(name)
        .orElseThrow(
            () -> Problem.notFound("challenge: %s is not in %s".formatted(name, track.slug())));
  }

  /// @param passed every script ended with 0
  /// @param output what they said
  record Outcome(boolean passed, String output) {}

  /// Prepares the challenge the first time that it is opened. When that fails it stays unopened,
  /// and is prepared again the next time.
  Outcome start(Challenge challenge) {
    if (progress.of(challenge.slug()).state() != State.OPEN) {
      return new Outcome(true, "");
    }
    var outcome = run(challenge, Script.Kind.SETUP);
    if (outcome.passed()) {
      progress.change(challenge.slug(), step -> step.started(clock.instant()));
    }
    return outcome;
  }

  /// A challenge without a check is done when its reader says so.
  Outcome check(Challenge challenge) {
    var outcome = run(challenge, Script.Kind.CHECK);
    if (outcome.passed()) {
      end(challenge, State.DONE);
    }
    return outcome;
  }

  Outcome solve(Challenge challenge) {
    return run(challenge, Script.Kind.SOLVE);
  }

  void skip(Challenge challenge) {
    end(challenge, State.SKIPPED);
  }

  void hint(Challenge challenge) {
    progress.change(
        challenge.slug(),
        step -> step.withHints(Math.min(step.hints() + 1, challenge.hints().size())));
  }

  /// Back to the beginning, as if nobody had been here.
  void reset() {
    synchronized (scripts) {
      for (var entry : track.challenges()) {
        if (entry instanceof Challenge challenge
            && progress.of(challenge.slug()).state() == State.STARTED) {
          run(challenge, Script.Kind.CLEANUP);
        }
      }
      workCopy.reset();
      progress.reset();
    }
  }

  private void end(Challenge challenge, State how) {
    var before = progress.of(challenge.slug()).state();
    progress.change(challenge.slug(), step -> step.ended(how, clock.instant()));
    if (before == State.STARTED) {
      run(challenge, Script.Kind.CLEANUP);
    }
  }

  private Outcome run(Challenge challenge, Script.Kind kind) {
    synchronized (scripts) {
      var output = new ArrayList<String>();
      boolean passed = true;
      for (var script : challenge.scripts(kind)) {
        var outcome =
            shell.run(script.file(), workCopy.folder(), script.hostname(), progress.seed());
        passed &= outcome.exitCode() == 0;
        output.add(outcome.output());
      }
      output.removeIf(String::isBlank);
      return new Outcome(passed, String.join("\n", output));
    }
  }
}

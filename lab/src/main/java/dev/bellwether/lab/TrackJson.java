package dev.bellwether.lab;

import dev.bellwether.lab.Progress.State;
import dev.bellwether.lab.Progress.Step;
import dev.bellwether.lab.track.Challenge;
import dev.bellwether.lab.track.Challenge.Script;
import dev.bellwether.lab.track.Markup;
import dev.bellwether.lab.track.Tab;
import dev.bellwether.lab.track.Track;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the page is told of tracks and challenges. Absent fields are null.
final class TrackJson {
  private TrackJson() {}

  record Tracks(List<Summary> tracks) {}

  record Summary(String slug, String title, String teaser, List<Entry> challenges) {
    static Summary of(RunningTrack running) {
      var track = running.track();
      return new Summary(
          track.slug(),
          track.title(),
          track.teaser(),
          track.challenges().stream().map(entry -> Entry.of(running, entry)).toList());
    }
  }

  /// @param slug absent where the challenge is broken
  /// @param problem absent where it is not
  record Entry(@Nullable String slug, String title, State state, @Nullable String problem) {
    static Entry of(RunningTrack running, Track.Entry entry) {
      return switch (entry) {
        case Challenge challenge ->
            new Entry(
                challenge.slug(), challenge.title(), running.step(challenge.slug()).state(), null);
        case Track.Broken broken -> new Entry(null, broken.name(), State.OPEN, broken.problem());
      };
    }
  }

  /// @param hints those that have been shown
  /// @param hintsTotal how many there are
  /// @param output of the setup, where it failed
  record Opened(
      String slug,
      String title,
      String difficulty,
      long timeLimitSeconds,
      State state,
      long startedMillis,
      long endedMillis,
      Markup assignment,
      List<Markup> notes,
      List<Markup> hints,
      int hintsTotal,
      boolean checked,
      boolean solvable,
      List<TabView> tabs,
      String output) {
    static Opened of(Challenge challenge, Step step, Places places, String output) {
      var tabs = new ArrayList<TabView>();
      challenge.tabs().forEach(tab -> tabs.add(TabView.of(tab, places)));
      return new Opened(
          challenge.slug(),
          challenge.title(),
          challenge.difficulty(),
          challenge.timeLimit().toSeconds(),
          step.state(),
          step.startedMillis(),
          step.endedMillis(),
          challenge.assignment(),
          challenge.notes(),
          challenge.hints().subList(0, Math.min(step.hints(), challenge.hints().size())),
          challenge.hints().size(),
          !challenge.scripts(Script.Kind.CHECK).isEmpty(),
          !challenge.scripts(Script.Kind.SOLVE).isEmpty(),
          tabs,
          output);
    }
  }

  /// @param type service, code or terminal; problem where the host is unknown here
  /// @param port of a service, 0 for the workbench's own pages and for what is no page
  /// @param path of the page, or of file or folder in the work copy; for a problem what it is
  record TabView(String title, String type, String hostname, int port, String path) {
    static TabView of(Tab tab, Places places) {
      return switch (tab) {
        case Tab.Service service ->
            places
                .page(service)
                .map(page -> view(tab, "service", page.port(), page.path()))
                .orElseGet(() -> problem(tab));
        case Tab.Code code ->
            places
                .file(code.hostname(), code.path())
                .map(path -> view(tab, "code", 0, path))
                .orElseGet(() -> problem(tab));
        case Tab.Terminal terminal ->
            places
                .file(terminal.hostname(), terminal.workdir())
                .map(path -> view(tab, "terminal", 0, path))
                .orElseGet(() -> problem(tab));
      };
    }

    private static TabView view(Tab tab, String type, int port, String path) {
      return new TabView(tab.title(), type, tab.hostname(), port, path);
    }

    private static TabView problem(Tab tab) {
      return view(tab, "problem", 0, Places.unknown(tab.hostname()));
    }
  }

  /// The outcome of a script and where the challenge stands after it.
  record Done(boolean passed, String output, State state) {}
}

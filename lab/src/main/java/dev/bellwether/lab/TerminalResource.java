package dev.bellwether.lab;

import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import dev.bellwether.http.Routes;
import dev.bellwether.lab.Terminal.Size;
import dev.bellwether.lab.track.Tab;
import java.nio.file.Files;
import java.util.Map;

/// `…/tabs/{tab}/terminal` opens the shell of a tab; `/api/terminal` takes what is typed into it
/// and how large it is. What it writes comes as events.
final class TerminalResource {
  private final Map<String, RunningTrack> tracks;
  private final Places places;
  private final Terminals terminals;

  TerminalResource(Map<String, RunningTrack> tracks, Places places, Terminals terminals) {
    this.tracks = tracks;
    this.places = places;
    this.terminals = terminals;
  }

  Routes addTo(Routes routes) {
    return routes
        .post("/api/tracks/{track}/challenges/{challenge}/tabs/{tab}/terminal", this::open)
        .post("/api/terminal/input", this::input)
        .post("/api/terminal/size", this::size);
  }

  /// Tabs of one track with the same title on the same host are the same terminal: going on to the
  /// next challenge keeps it.
  private Response open(Request request) {
    var track = TrackResource.track(tracks, request);
    var challenge = track.challenge(request.segment("challenge"));
    var number = request.segment("tab");
    if (!number.matches("[0-9]{1,3}")
        || Integer.parseInt(number) >= challenge.tabs().size()
        || !(challenge.tabs().get(Integer.parseInt(number)) instanceof Tab.Terminal tab)) {
      throw Problem.notFound("tab: %s of %s is no terminal".formatted(number, challenge.slug()));
    }
    var workCopy = track.workCopy();
    var path = places.file(tab.hostname(), tab.workdir());
    var directory =
        workCopy.inside(path.orElseThrow(() -> Problem.notFound(Places.unknown(tab.hostname()))));
    var id = track.track().slug() + "/" + tab.hostname() + "/" + tab.title();
    var terminal =
        terminals.open(
            id,
            workCopy.folder(),
            Files.isDirectory(directory) ? directory : workCopy.folder(),
            tab.hostname(),
            sizeOf(request));
    return TrackResource.json(terminal.snapshot());
  }

  private Response input(Request request) {
    terminal(request).type(request.body());
    return Response.empty(204);
  }

  private Response size(Request request) {
    terminal(request).resize(sizeOf(request));
    return Response.empty(204);
  }

  private Terminal terminal(Request request) {
    return terminals.get(request.parameter("id").orElse(""));
  }

  private static Size sizeOf(Request request) {
    return new Size(number(request, "columns", 80), number(request, "rows", 24));
  }

  private static int number(Request request, String name, int byDefault) {
    var text = request.parameter(name).orElse(Integer.toString(byDefault));
    if (!text.matches("[0-9]{1,4}")) {
      throw Problem.badRequest("%s: '%s' (expected: 1 to 1000)".formatted(name, text));
    }
    return Integer.parseInt(text);
  }
}

package dev.bellwether.lab;

import dev.bellwether.http.Handler;
import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import dev.bellwether.http.Routes;
import dev.bellwether.lab.RunningTrack.Outcome;
import dev.bellwether.lab.track.Challenge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// `/api/tracks…`: what there is to learn, and the steps through it.
final class TrackResource {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern PICTURE =
      Pattern.compile("[a-zA-Z0-9._-]+\\.(png|jpg|svg|webp|gif)");
  private static final Map<String, String> PICTURE_TYPES =
      Map.of(
          "png", "image/png",
          "jpg", "image/jpeg",
          "svg", "image/svg+xml",
          "webp", "image/webp",
          "gif", "image/gif");

  private final Map<String, RunningTrack> tracks;
  private final Places places;
  private final Terminals terminals;

  TrackResource(Map<String, RunningTrack> tracks, Places places, Terminals terminals) {
    this.tracks = tracks;
    this.places = places;
    this.terminals = terminals;
  }

  Routes addTo(Routes routes) {
    var challenge = "/api/tracks/{track}/challenges/{challenge}";
    return routes
        .get("/api/tracks", _ -> list())
        .post(challenge + "/open", on(this::open))
        .post(challenge + "/check", on((track, one) -> done(track, one, track.check(one))))
        .post(challenge + "/solve", on((track, one) -> done(track, one, track.solve(one))))
        .post(challenge + "/skip", on(this::skip))
        .post(challenge + "/hint", on(this::hint))
        .post("/api/tracks/{track}/reset", this::reset)
        .get("/tracks/{track}/assets/{name}", this::picture);
  }

  /// @throws Problem 404 when there is no such track
  static RunningTrack track(Map<String, RunningTrack> tracks, Request request) {
    var track = tracks.get(request.segment("track"));
    if (track == null) {
      throw Problem.notFound("track: there is no %s".formatted(request.segment("track")));
    }
    return track;
  }

  static Response json(Object document) {
    return Response.json(200, JSON.writeValueAsBytes(document));
  }

  private Handler on(BiFunction<RunningTrack, Challenge, Response> step) {
    return request -> {
      var track = track(tracks, request);
      return step.apply(track, track.challenge(request.segment("challenge")));
    };
  }

  private Response list() {
    return json(new TrackJson.Tracks(tracks.values().stream().map(TrackJson.Summary::of).toList()));
  }

  /// A setup that failed does not keep anybody from reading: the page shows its output.
  private Response open(RunningTrack track, Challenge challenge) {
    track.workCopy().folder();
    var outcome = track.start(challenge);
    return opened(track, challenge, outcome.passed() ? "" : outcome.output());
  }

  private Response skip(RunningTrack track, Challenge challenge) {
    track.skip(challenge);
    return opened(track, challenge, "");
  }

  private Response hint(RunningTrack track, Challenge challenge) {
    track.hint(challenge);
    return opened(track, challenge, "");
  }

  private Response opened(RunningTrack track, Challenge challenge, String output) {
    return json(TrackJson.Opened.of(challenge, track.step(challenge.slug()), places, output));
  }

  private static Response done(RunningTrack track, Challenge challenge, Outcome outcome) {
    var state = track.step(challenge.slug()).state();
    return json(new TrackJson.Done(outcome.passed(), outcome.output(), state));
  }

  /// The shells stand in folders that are about to be deleted: they are ended first.
  private Response reset(Request request) {
    var track = track(tracks, request);
    terminals.end(track.track().slug());
    track.reset();
    return json(TrackJson.Summary.of(track));
  }

  private Response picture(Request request) {
    var track = track(tracks, request);
    var name = request.segment("name");
    Path file = track.track().folder().resolve("assets").resolve(name);
    if (!PICTURE.matcher(name).matches() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw Problem.notFound("picture: there is no %s".formatted(name));
    }
    try {
      var type = PICTURE_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      return Response.of(200, String.valueOf(type), Files.readAllBytes(file)).withEtag(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

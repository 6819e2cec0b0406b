package dev.bellwether.lab;

import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import dev.bellwether.http.Routes;
import java.util.List;
import java.util.Map;

/// `/api/tracks/{track}/files`, `…/file` and `…/rebuild`: the work copy, and running what was
/// changed in it.
final class FileResource {
  private final Map<String, RunningTrack> tracks;
  private final Shell shell;

  FileResource(Map<String, RunningTrack> tracks, Shell shell) {
    this.tracks = tracks;
    this.shell = shell;
  }

  Routes addTo(Routes routes) {
    return routes
        .get("/api/tracks/{track}/files", this::list)
        .get("/api/tracks/{track}/file", this::read)
        .with("PUT", "/api/tracks/{track}/file", this::write)
        .post("/api/tracks/{track}/rebuild", this::rebuild);
  }

  record Files(List<String> files) {}

  record Text(String path, String text) {}

  record Rebuilt(boolean passed, String output) {}

  private Response list(Request request) {
    return TrackResource.json(new Files(workCopy(request).files(path(request))));
  }

  private Response read(Request request) {
    return TrackResource.json(new Text(path(request), workCopy(request).read(path(request))));
  }

  /// The body is the file.
  private Response write(Request request) {
    workCopy(request).write(path(request), request.body());
    return Response.empty(204);
  }

  private Response rebuild(Request request) {
    var service = request.parameter("service").orElse("");
    if (!service.matches("[a-z]{1,40}")) {
      throw Problem.badRequest("service: '%s' (expected: a name of a service)".formatted(service));
    }
    var outcome = shell.rebuild(service, workCopy(request).folder());
    return TrackResource.json(new Rebuilt(outcome.exitCode() == 0, outcome.output()));
  }

  private WorkCopy workCopy(Request request) {
    return TrackResource.track(tracks, request).workCopy();
  }

  private static String path(Request request) {
    return request.parameter("path").orElse("");
  }
}

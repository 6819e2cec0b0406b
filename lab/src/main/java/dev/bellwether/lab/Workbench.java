package dev.bellwether.lab;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.bellwether.http.Handler;
import dev.bellwether.http.HttpListener;
import dev.bellwether.http.ListenerLimits;
import dev.bellwether.http.ListenerOptions;
import dev.bellwether.http.Response;
import dev.bellwether.http.Routes;
import dev.bellwether.lab.track.AssignmentProblem;
import dev.bellwether.lab.track.Track;
import dev.bellwether.lab.track.TrackReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// The process behind port 4301.
public final class Workbench implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Workbench.class.getName());

  /// Time, level, source and message in one line, then the stack if there is one.
  private static final String LOG_LINE = "%1$tFT%1$tT.%1$tLZ %4$s %3$s: %5$s%6$s%n";

  /// A source file, or what somebody pastes into a terminal.
  private static final int BODY_BYTES_MAX = 2 << 20;

  private final Terminals terminals;
  private final HttpListener listener;

  private Workbench(Configuration configuration) {
    var places = Places.of(configuration.observatory());
    var shell = new Shell(configuration);
    var listeners = new Listeners();
    terminals = new Terminals(shell, listeners);
    var lab = new LinkedHashMap<String, RunningTrack>();
    tracks(configuration)
        .forEach((slug, track) ->
            lab.put(
                slug,
                new RunningTrack(
                    track,
                    new WorkCopy(configuration.root(), configuration.data().resolve(slug)),
                    new Progress(configuration.data().resolve(slug + ".json")),
                    shell,
                    InstantSource.system())));

    var routes = Routes.none().get("/api/health", _ -> Response.text(200, "ok"));
    routes = new TrackResource(lab, places, terminals).addTo(routes);
    routes = new FileResource(lab, shell).addTo(routes);
    routes = new TerminalResource(lab, places, terminals).addTo(routes);
    routes = new DeskResource(configuration).addTo(routes);
    routes = routes.get("/api/events", listeners::answer);
    var door = new Door(configuration.tokenFile(), configuration.data().resolve("session"));
    var pages = new WorkbenchPages(places.origins());
    listener =
        HttpListener.start(
            ListenerOptions.of("workbench", configuration.port())
                .withLimits(ListenerLimits.DEFAULT.withBodyBytesMax(BODY_BYTES_MAX)),
            door.before(apiBeforePages(routes, pages)));
  }

  public static void main(String[] arguments) throws InterruptedException {
    System.setProperty("java.util.logging.SimpleFormatter.format", LOG_LINE);
    try {
      var configuration = Configuration.of(System.getenv());
      log.log(INFO, configuration);
      var workbench = start(configuration);
      Runtime.getRuntime().addShutdownHook(new Thread(workbench::close, "shutdown"));
      log.log(INFO, "workbench is ready: port {0}", Integer.toString(workbench.port()));
      Thread.currentThread().join();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      log.log(ERROR, e.getMessage());
      System.exit(2);
    }
  }

  /// @throws UncheckedIOException when the port is taken or the data folder cannot be written
  static Workbench start(Configuration configuration) {
    try {
      Files.createDirectories(configuration.data());
    } catch (IOException e) {
      throw new UncheckedIOException("data folder: " + configuration.data(), e);
    }
    return new Workbench(configuration);
  }

  int port() {
    return listener.port();
  }

  /// Ends the shells before the listener, whose streams would go on for them.
  @Override
  public void close() {
    terminals.close();
    listener.close();
  }

  /// By slug. A track that cannot be read is left out with a warning; its own broken challenges are
  /// part of it.
  private static Map<String, Track> tracks(Configuration configuration) {
    var tracks = new LinkedHashMap<String, Track>();
    for (var folder : configuration.tracks()) {
      try {
        var track = TrackReader.read(folder);
        tracks.put(track.slug(), track);
      } catch (AssignmentProblem problem) {
        log.log(WARNING, problem.getMessage());
      }
    }
    return tracks;
  }

  private static Handler apiBeforePages(Handler api, Handler pages) {
    return request ->
        request.path().startsWith("/api/") || request.path().startsWith("/tracks/")
            ? api.handle(request)
            : pages.handle(request);
  }
}

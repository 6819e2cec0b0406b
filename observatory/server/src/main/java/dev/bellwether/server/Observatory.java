package dev.bellwether.server;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import dev.bellwether.analysis.RedView;
import dev.bellwether.analysis.ServiceMapView;
import dev.bellwether.api.Api;
import dev.bellwether.api.ApiParts;
import dev.bellwether.api.HealthJson;
import dev.bellwether.api.layout.MapPositions;
import dev.bellwether.http.Handler;
import dev.bellwether.http.HttpListener;
import dev.bellwether.http.ListenerLimits;
import dev.bellwether.http.ListenerOptions;
import dev.bellwether.http.Routes;
import dev.bellwether.otlp.OtlpCounters;
import dev.bellwether.otlp.OtlpGrpcHandler;
import dev.bellwether.otlp.OtlpHttpHandler;
import dev.bellwether.otlp.OtlpLimits;
import dev.bellwether.store.Store;
import dev.bellwether.store.StoreException;
import dev.bellwether.web.WebPages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// The observability server: takes OTLP from anyone on this machine, keeps it, understands it,
/// shows it.
///
/// This is the parts list. Data flows from top to bottom: receivers write to the store, the service
/// map follows the store, the API reads both, the pages read the API.
public final class Observatory implements AutoCloseable {
  private static final System.Logger log = System.getLogger(Observatory.class.getName());

  /// Time, level, source and message in one line, then the stack if there is one.
  private static final String LOG_LINE = "%1$tFT%1$tT.%1$tLZ %4$s %3$s: %5$s%6$s%n";

  /// The hour that runs; those before are on disk, and are read faster than a page is drawn.
  private static final int RED_HOURS_IN_MEMORY = 1;

  /// What [#close] does, the last opened first.
  private final Deque<Runnable> closing;

  private final Store store;
  private final HttpListener grpc;
  private final HttpListener http;
  private final HttpListener pages;

  private Observatory(Configuration configuration, Deque<Runnable> closing) {
    this.closing = closing;
    var clock = InstantSource.system();
    store = Stores.open(configuration, clock);
    closing.push(store::close);
    var views = configuration.data().resolve("views");
    var atOnce = configuration.store() != Configuration.Engine.ELASTICSEARCH;
    var serviceMap =
        ViewKeeper.start(
            store,
            views.resolve("service-map"),
            ServiceMapView.FORMAT,
            storage ->
                new ServiceMapView(
                    ServiceMapView.Limits.STANDARD.withMinutesMax(
                        configuration.serviceMapMinutes()),
                    clock,
                    ZoneId.systemDefault(),
                    storage),
            atOnce);
    closing.push(serviceMap::close);
    var red =
        ViewKeeper.start(
            store,
            views.resolve("red"),
            RedView.FORMAT,
            storage -> new RedView(RED_HOURS_IN_MEMORY, clock, storage),
            atOnce);
    closing.push(red::close);

    var grpcCounters = new OtlpCounters();
    var httpCounters = new OtlpCounters();
    var hosts = Set.copyOf(configuration.hosts());
    var framedBy = Set.copyOf(configuration.framedBy());
    grpc =
        HttpListener.start(
            ListenerOptions.of("otlp-grpc", configuration.grpcPort())
                .withHostNames(hosts)
                .withLimits(
                    ListenerLimits.DEFAULT.withBodyBytesMax(
                        OtlpGrpcHandler.bodyBytesMax(OtlpLimits.DEFAULT))),
            new OtlpGrpcHandler(store.writer(), OtlpLimits.DEFAULT, grpcCounters));
    closing.push(grpc::close);
    http =
        HttpListener.start(
            ListenerOptions.of("otlp-http", configuration.httpPort()).withHostNames(hosts),
            new OtlpHttpHandler(store.writer(), OtlpLimits.DEFAULT, httpCounters));
    closing.push(http::close);

    var parts =
        new ApiParts(
            version(),
            store,
            serviceMap.view(),
            red.view(),
            MapPositions.open(configuration.data().resolve("map-positions.json"), clock),
            () ->
                List.of(receiver("grpc", grpc, grpcCounters), receiver("http", http, httpCounters)),
            clock);
    pages =
        HttpListener.start(
            ListenerOptions.of("pages", configuration.port())
                .withHostNames(hosts)
                .withFramedBy(framedBy),
            apiBeforePages(Api.addTo(Routes.none(), parts), new WebPages(framedBy)));
    closing.push(pages::close);
  }

  /// Reads the configuration from the environment, starts, and stays until the process is ended.
  public static void main(String[] arguments) throws InterruptedException {
    System.setProperty("java.util.logging.SimpleFormatter.format", LOG_LINE);
    try {
      var configuration = Configuration.of(System.getenv());
      configuration.lines().forEach(line -> log.log(INFO, line));
      var observatory = start(configuration);
      Runtime.getRuntime().addShutdownHook(new Thread(observatory::close, "shutdown"));
      log.log(
          INFO,
          "observatory is ready: http://localhost:{0}",
          Integer.toString(observatory.pages.port()));
      Thread.currentThread().join();
    } catch (IllegalArgumentException | StoreException | UncheckedIOException e) {
      log.log(ERROR, e.getMessage());
      System.exit(2);
    }
  }

  /// @throws UncheckedIOException when a port is taken or the data folder cannot be written
  /// @throws IllegalArgumentException when the credentials cannot be used
  /// @throws StoreException when what the store has on the disk cannot be opened
  static Observatory start(Configuration configuration) {
    try {
      Files.createDirectories(configuration.data());
    } catch (IOException e) {
      throw new UncheckedIOException("data folder: " + configuration.data(), e);
    }
    var opened = new ArrayDeque<Runnable>();
    try {
      return new Observatory(configuration, opened);
    } catch (RuntimeException e) {
      closeAll(opened);
      throw e;
    }
  }

  int pagesPort() {
    return pages.port();
  }

  int grpcPort() {
    return grpc.port();
  }

  int httpPort() {
    return http.port();
  }

  /// Stops to receive, lets what is in work end, writes the views down, then closes the store.
  @Override
  public void close() {
    closeAll(closing);
  }

  private static void closeAll(Deque<Runnable> opened) {
    while (!opened.isEmpty()) {
      opened.pop().run();
    }
  }

  private static Handler apiBeforePages(Handler api, Handler pages) {
    return request ->
        request.path().startsWith("/api/") ? api.handle(request) : pages.handle(request);
  }

  private static HealthJson.Receiver receiver(
      String protocol, HttpListener listener, OtlpCounters counters) {
    var counted = counters.snapshot();
    return new HealthJson.Receiver(
        protocol,
        String.join(", ", listener.addresses()),
        counted.accepted(),
        counted.refused(),
        counted.rejected());
  }

  private static String version() {
    var version = Observatory.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

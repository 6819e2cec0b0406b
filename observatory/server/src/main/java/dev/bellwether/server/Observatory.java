package dev.bellwether.server;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

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
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.Store;
import dev.bellwether.web.WebPages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.time.ZoneId;
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

  private final Store store;
  private final HttpListener grpc;
  private final HttpListener http;
  private final HttpListener pages;

  private Observatory(Configuration configuration) {
    var clock = InstantSource.system();
    store =
        new InMemoryStore(
            configuration.spansMax(),
            configuration.logRecordsMax(),
            configuration.metricPointsMax());
    var serviceMap =
        new ServiceMapView(
            ServiceMapView.Limits.STANDARD.withMinutesMax(configuration.serviceMapMinutes()),
            clock,
            ZoneId.systemDefault());
    store.follow(serviceMap, 0);

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
    http =
        HttpListener.start(
            ListenerOptions.of("otlp-http", configuration.httpPort()).withHostNames(hosts),
            new OtlpHttpHandler(store.writer(), OtlpLimits.DEFAULT, httpCounters));

    var parts =
        new ApiParts(
            version(),
            store,
            serviceMap,
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
    } catch (IllegalArgumentException | UncheckedIOException e) {
      log.log(ERROR, e.getMessage());
      System.exit(2);
    }
  }

  /// @throws UncheckedIOException when a port is taken or the data folder cannot be written
  static Observatory start(Configuration configuration) {
    try {
      Files.createDirectories(configuration.data());
    } catch (IOException e) {
      throw new UncheckedIOException("data folder: " + configuration.data(), e);
    }
    return new Observatory(configuration);
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

  /// Stops to receive, lets what is in work end, then closes the store.
  @Override
  public void close() {
    grpc.close();
    http.close();
    pages.close();
    store.close();
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

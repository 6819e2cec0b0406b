package dev.bellwether.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Listens on several addresses with one port and answers through one [Handler]. HTTP/1.1 and
/// HTTP/2 (both with prior knowledge and by upgrade) share the port.
///
/// Each address has an event loop of its own, which moves bytes and never runs a handler.
public final class HttpListener implements AutoCloseable {
  private static final System.Logger log = System.getLogger(HttpListener.class.getName());

  /// Another process may take the port between binding the first address and the second.
  private static final int FREE_PORT_ATTEMPTS_MAX = 16;

  /// Large enough that a batch of telemetry arrives without waiting for a window update; what has
  /// arrived is held to the body limits.
  private static final int HTTP2_WINDOW_BYTES = 1 << 20;

  private final Listening listening;
  private final List<HttpServer> servers;
  private final AtomicBoolean closed = new AtomicBoolean();

  private HttpListener(Listening listening, List<HttpServer> servers) {
    this.listening = listening;
    this.servers = List.copyOf(servers);
  }

  /// Starts to listen; returns when all addresses are bound.
  ///
  /// @throws UncheckedIOException when an address cannot be bound
  public static HttpListener start(ListenerOptions options, Handler handler) {
    var limits = options.limits();
    var doorman = new Doorman(limits.connectionsMax(), limits.headerDeadline());
    var vertx = vertx(options, doorman);
    var listening =
        new Listening(
            options,
            handler,
            new Guard(options.hostNames(), options.token(), options.framedBy()),
            new Budget(limits.requestsMax(), limits.bodiesBytesMax()),
            new Connections(limits.idle()),
            vertx,
            Thread.ofVirtual().name(options.name() + "-", 0).factory(),
            ConcurrentHashMap.newKeySet());
    try {
      var listener = new HttpListener(listening, bound(listening, doorman));
      long quarter = Math.max(1, limits.idle().toMillis() / 4);
      vertx.setPeriodic(quarter, _ -> listening.connections().reap());
      log.log(Level.INFO, "{0} listens on {1}", options.name(), listener.addresses());
      return listener;
    } catch (IOException e) {
      vertx.close().await();
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return servers.getFirst().actualPort();
  }

  /// As a caller would write them into a URL: `127.0.0.1:4318`, `[::1]:4318`.
  public List<String> addresses() {
    return available(listening.options()).stream()
        .map(address -> (address.contains(":") ? "[" + address + "]" : address) + ":" + port())
        .toList();
  }

  /// What the bodies of all requests that are arriving or in work take now.
  long bodiesBytes() {
    return listening.budget().bodiesBytes();
  }

  /// Takes no more requests, lets those in work end within the drain time and ends event streams.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    listening.streams().forEach(EventConnection::leave);
    long drainMillis = listening.options().limits().drain().toMillis();
    var closed =
        servers.stream()
            .map(server -> server.shutdown(drainMillis, TimeUnit.MILLISECONDS))
            .toList();
    Future.join(closed).otherwiseEmpty().await();
    listening.vertx().close().await();
  }

  private static Vertx vertx(ListenerOptions options, Doorman doorman) {
    var noFiles =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    return Vertx.builder()
        .with(
            new VertxOptions()
                .setEventLoopPoolSize(options.addresses().size())
                .setUseDaemonThread(true)
                .setFileSystemOptions(noFiles))
        .withTransport(new ThroughDoor(doorman))
        .build();
  }

  private static List<HttpServer> bound(Listening listening, Doorman doorman) throws IOException {
    int wanted = listening.options().port();
    for (int attempt = 1; ; attempt++) {
      var servers = new ArrayList<HttpServer>();
      try {
        for (var address : available(listening.options())) {
          int port = servers.isEmpty() ? wanted : servers.getFirst().actualPort();
          servers.add(bind(listening, doorman, address, port));
        }
        return servers;
      } catch (IOException e) {
        servers.forEach(server -> server.close().await());
        if (wanted != 0 || servers.isEmpty() || attempt == FREE_PORT_ATTEMPTS_MAX) {
          throw e;
        }
      }
    }
  }

  private static HttpServer bind(Listening listening, Doorman doorman, String address, int port)
      throws IOException {
    var server = listening.vertx().createHttpServer(serverOptions(listening.options().limits()));
    server.requestHandler(request -> Exchange.begin(listening, request));
    server.connectionHandler(connection -> {
      doorman.heard(connection);
      listening.connections().opened(connection);
    });
    try {
      return listening
          .vertx()
          .deployVerticle(_ -> server.listen(port, address))
          .map(server)
          .await();
    } catch (Exception e) {
      throw new IOException(
          "listener %s: cannot listen on %s port %d: %s"
              .formatted(listening.options().name(), address, port, e.getMessage()),
          e);
    }
  }

  private static HttpServerOptions serverOptions(ListenerLimits limits) {
    var settings =
        new Http2Settings()
            .setMaxConcurrentStreams(limits.streamsMax())
            .setMaxHeaderListSize(limits.headerBytesMax())
            .setInitialWindowSize(HTTP2_WINDOW_BYTES);
    var options = new HttpServerOptions();
    options.setInitialSettings(settings);
    options.setHttp2ConnectionWindowSize(HTTP2_WINDOW_BYTES);
    options.setMaxHeaderSize(limits.headerBytesMax());
    options.setMaxInitialLineLength(limits.urlBytesMax());
    options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    options.setIdleTimeout((int) limits.idle().toMillis());
    return options;
  }

  private static List<String> available(ListenerOptions options) {
    return options.addresses().stream().filter(HttpListener::isOurs).toList();
  }

  private static boolean isOurs(String address) {
    try {
      var inet = InetAddress.getByName(address);
      return inet.isAnyLocalAddress() || NetworkInterface.getByInetAddress(inet) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /// Vert.x' NIO transport with our doorman before it.
  private record ThroughDoor(Doorman doorman) implements io.vertx.core.transport.Transport {
    @Override
    public String name() {
      return "nio";
    }

    @Override
    public boolean available() {
      return true;
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
      return null;
    }

    @Override
    public Transport implementation() {
      return doorman;
    }
  }
}

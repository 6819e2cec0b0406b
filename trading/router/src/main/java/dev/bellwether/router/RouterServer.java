package dev.bellwether.router;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.MediaType;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The reverse proxy, on one event loop.
final class RouterServer implements AutoCloseable {
  /// A trade is about 400 bytes; this is the limit of all services.
  private static final long BODY_BYTES_MAX = 64 * 1024;

  /// The trader has at most 256 trades in flight, and none of them waits for another's connection.
  private static final int CONNECTIONS_MAX = 256;

  /// The recorder (Tomcat) drops idle connections after 20 s: we must be the first to do so.
  private static final int KEEP_ALIVE_SECONDS = 15;

  /// Above the 30 s after which a JDK client drops a connection: it never meets one we just closed.
  private static final int IDLE_SECONDS = 60;

  /// What SIGTERM leaves us is 5 s: for what is in flight, and for connections that do not close.
  private static final long IN_FLIGHT_SECONDS = 3;

  private static final long CLOSE_SECONDS = 1;

  private static final String PROBLEM = "application/problem+json";

  private final RouterConfig config;
  private final Vertx vertx;
  private final HttpClient client;
  private final HttpServer server;

  private RouterServer(RouterConfig config) {
    this.config = config;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX).setMaxWaitQueueSize(0));
    this.server =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(config.port())
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(IDLE_SECONDS));
  }

  /// Listens when this returns.
  static RouterServer start(RouterConfig config) {
    var router = new RouterServer(config);
    router.server.requestHandler(router.routes()).listen().await();
    return router;
  }

  int port() {
    return server.actualPort();
  }

  /// Stops accepting and waits for what is in flight.
  @Override
  public void close() {
    await(server.shutdown(IN_FLIGHT_SECONDS, TimeUnit.SECONDS), IN_FLIGHT_SECONDS);
    await(vertx.close(), CLOSE_SECONDS);
  }

  /// Vert.x' own time-outs do not cover a connection that the other side holds open.
  private static void await(Future<Void> closed, long seconds) {
    try {
      closed.await(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      JsonLog.warning("connections still open after " + seconds + " s", new JsonObject());
    }
  }

  private Router routes() {
    HttpProxy proxy =
        HttpProxy.reverseProxy(client)
            .origin(this::originRequest)
            .addInterceptor(
                new ProxyInterceptor() {
                  @Override
                  public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
                    return context.sendRequest().recover(failure -> failed(context, failure));
                  }
                });
    Router router = Router.router(vertx);
    router.route("/health").handler(RouterServer::health);
    // The first two only give the spans of what we expect a route to be named by.
    for (String path : new String[] {"/record", "/trades/:trade_id", "/*"}) {
      router.route(path).handler(context -> forward(proxy, context));
    }
    return router;
  }

  private static void health(RoutingContext context) {
    context.response().putHeader("content-type", "text/plain").end("KERNEL OK");
  }

  private void forward(HttpProxy proxy, RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.headers().contains("transfer-encoding")) {
      refuse(context, 411, "Length Required", "body: a Content-Length is required");
      return;
    }
    String length = request.getHeader("content-length");
    // The HTTP codec has refused what is not a number.
    if (length != null && Long.parseLong(length) > BODY_BYTES_MAX) {
      refuse(
          context,
          413,
          "Content Too Large",
          "body: %s bytes (expected: at most %d)".formatted(length, BODY_BYTES_MAX));
      return;
    }
    JsonLog.info(
        "routing request to " + recorder(request),
        new JsonObject()
            .put("method", request.method().name())
            .put("path", request.path())
            .put("canary", canary(request)));
    proxy.handle(request);
  }

  private Future<HttpClientRequest> originRequest(ProxyContext context) {
    URI recorder = recorder(context.request().proxiedRequest());
    return client.request(
        new RequestOptions()
            .setHost(recorder.getHost())
            .setPort(recorder.getPort())
            .setTimeout(config.recorderTimeout().toMillis()));
  }

  private URI recorder(HttpServerRequest request) {
    return canary(request) ? config.recorderCanaryUrl() : config.recorderUrl();
  }

  private static boolean canary(HttpServerRequest request) {
    return "true".equals(request.getParam("canary"));
  }

  /// Whether the recorder got the request and acted on it, nobody knows: both answers say "retry".
  private Future<ProxyResponse> failed(ProxyContext context, Throwable failure) {
    URI recorder = recorder(context.request().proxiedRequest());
    boolean late = failure instanceof TimeoutException;
    String detail =
        late
            ? "no answer from %s within %d ms"
                .formatted(recorder, config.recorderTimeout().toMillis())
            : "%s cannot be reached: %s".formatted(recorder, failure.getMessage());
    JsonLog.warning("routing failed: " + detail, new JsonObject());
    ProxyResponse response = context.request().release().response();
    response
        .setStatusCode(late ? 504 : 503)
        .putHeader("retry-after", "1")
        .setBody(
            Body.body(
                late
                    ? problem(504, "Gateway Timeout", detail)
                    : problem(503, "Service Unavailable", detail),
                MediaType.parse(PROBLEM)));
    return Future.succeededFuture(response);
  }

  private static void refuse(RoutingContext context, int status, String title, String detail) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("content-type", PROBLEM)
        .putHeader("connection", "close")
        .end(problem(status, title, detail));
  }

  private static Buffer problem(int status, String title, String detail) {
    return new JsonObject()
        .put("type", "about:blank")
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .toBuffer();
  }
}

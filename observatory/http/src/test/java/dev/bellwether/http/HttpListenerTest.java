package dev.bellwether.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpListenerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpListener listener = listen(request -> Response.text(200, "nothing yet"));

  @AfterEach
  void close() {
    listener.close();
    client.close();
  }

  @Test
  void a_handler_sees_method_path_query_headers_and_body() throws Exception {
    serve(request ->
        Response.text(
            200,
            "%s %s %s %s %s"
                .formatted(
                    request.method(),
                    request.path(),
                    request.query().get("q"),
                    request.header("x-test").orElse("-"),
                    new String(request.body(), UTF_8))));

    var answer = send("/a%20b?q=1+2&q=%C3%A9&r", b -> b.header("X-Test", "yes").POST(text("hi")));

    assertThat(answer.body()).isEqualTo("POST /a%20b [1 2, é] yes hi");
  }

  @Test
  void a_handler_runs_on_a_virtual_thread_with_the_listeners_name() throws Exception {
    serve(_ ->
        Response.text(200, Thread.currentThread().isVirtual() + Thread.currentThread().getName()));

    assertThat(send("/").body()).startsWith("truetest-");
  }

  @Test
  void both_loopback_addresses_share_the_port_that_was_free() throws Exception {
    serve(_ -> Response.text(200, "here"));

    for (var address : listener.addresses()) {
      assertThat(get("http://" + address + "/").body()).isEqualTo("here");
    }
    assertThat(listener.addresses()).contains("127.0.0.1:" + listener.port());
  }

  @Test
  void a_port_in_use_is_named_in_the_error() {
    var taken = ListenerOptions.of("second", listener.port());

    assertThatThrownBy(() -> HttpListener.start(taken, _ -> Response.empty(200)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(
            "listener second: cannot listen on 127.0.0.1 port " + listener.port());
  }

  @Test
  void every_answer_carries_the_security_headers() throws Exception {
    var headers = send("/").headers();

    assertThat(headers.firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'");
    assertThat(headers.firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(headers.firstValue("referrer-policy")).hasValue("no-referrer");
    assertThat(headers.firstValue("cross-origin-opener-policy")).hasValue("same-origin");
    assertThat(headers.firstValue("cross-origin-resource-policy")).hasValue("same-origin");
    assertThat(headers.firstValue("cache-control")).hasValue("no-store");
    assertThat(headers.firstValue("date")).isPresent();
  }

  @Test
  void a_problem_becomes_a_problem_document() throws Exception {
    serve(_ -> {
      throw Problem.badRequest("limit: \"5000\" (expected: 1 to 1000)");
    });

    var answer = send("/api/x?limit=5000");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(answer.body())
        .isEqualTo(
            """
            {"type":"about:blank","title":"Bad Request","status":400,\
            "detail":"limit: \\"5000\\" (expected: 1 to 1000)","instance":"/api/x"}\
            """);
  }

  @Test
  void an_unexpected_exception_is_answered_500_without_its_text() throws Exception {
    serve(_ -> {
      throw new IllegalStateException("a secret");
    });

    var answer = send("/");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("secret").contains("its log says why");
  }

  @Test
  void a_broken_percent_escape_in_the_query_is_a_bad_request() throws Exception {
    try (var raw = RawConnection.to(listener)) {
      var answer = raw.send("GET /?q=%zz HTTP/1.1\nHost: localhost\n\n").readUntil("}");

      assertThat(answer).startsWith("HTTP/1.1 400").contains("expected: %XX");
    }
  }

  @Test
  void a_long_text_is_compressed_for_those_who_take_it() throws Exception {
    var text = "telemetry ".repeat(1000);
    serve(_ -> Response.text(200, text));

    var plain = send("/");
    var request = HttpRequest.newBuilder(uri("/")).header("accept-encoding", "gzip").build();
    var compressed = client.send(request, BodyHandlers.ofByteArray());

    assertThat(plain.body()).isEqualTo(text);
    assertThat(plain.headers().firstValue("vary")).hasValue("accept-encoding");
    assertThat(compressed.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(compressed.body()).hasSizeLessThan(1000);
    assertThat(new String(Gzip.inflated(compressed.body(), 1 << 20), UTF_8)).isEqualTo(text);
  }

  @Test
  void a_head_request_gets_the_length_but_not_the_body() throws Exception {
    serve(_ -> Response.text(200, "12345"));

    var answer = send("/", b -> b.method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("content-length")).hasValue("5");
  }

  @Test
  void an_etag_that_is_known_saves_the_body() throws Exception {
    serve(request -> Response.text(200, "the map").withEtag(request));

    var first = send("/");
    var tag = first.headers().firstValue("etag").orElseThrow();
    var second = send("/", b -> b.header("if-none-match", tag));
    var third = send("/", b -> b.header("if-none-match", "\"other\""));

    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
    assertThat(second.headers().firstValue("etag")).hasValue(tag);
    assertThat(third.body()).isEqualTo("the map");
  }

  @Test
  void http2_works_by_upgrade_and_with_prior_knowledge() throws Exception {
    serve(request -> Response.text(200, "got " + request.body().length));

    var upgraded = send("/", b -> b.POST(text("12345")));
    var prior = http2("/", Buffer.buffer("1234"));

    assertThat(upgraded.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(upgraded.body()).isEqualTo("got 5");
    assertThat(prior.version()).isEqualTo(HttpVersion.HTTP_2);
  }

  @Test
  void trailers_follow_the_body_on_http2() throws Exception {
    serve(_ ->
        new Response(
            200,
            Map.of("content-type", "application/grpc"),
            new byte[] {1, 2},
            Map.of("grpc-status", "0")));

    var answer = http2("/", Buffer.buffer());

    assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
  }

  @Test
  void a_request_in_work_is_answered_before_the_listener_is_closed() throws Exception {
    var inWork = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    serve(_ -> {
      inWork.countDown();
      await(release);
      return Response.text(200, "finished");
    });

    var answer =
        client.sendAsync(HttpRequest.newBuilder(uri("/")).build(), BodyHandlers.ofString());
    await(inWork);
    var closing = Thread.ofVirtual().start(() -> listener.close());
    release.countDown();

    assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo("finished");
    closing.join();
  }

  @Test
  void a_closed_listener_gives_its_port_back() {
    int port = listener.port();
    listener.close();

    try (var next =
        HttpListener.start(ListenerOptions.of("next", port), _ -> Response.empty(200))) {
      assertThat(next.port()).isEqualTo(port);
    }
  }

  @Test
  void an_address_that_the_machine_does_not_have_is_left_out() {
    var options = ListenerOptions.of("test", 0).withAddresses(List.of("127.0.0.1", "192.0.2.77"));

    try (var one = HttpListener.start(options, _ -> Response.empty(200))) {
      assertThat(one.addresses()).containsExactly("127.0.0.1:" + one.port());
    }
  }

  private void serve(Handler handler) {
    listener.close();
    listener = listen(handler);
  }

  private static HttpListener listen(Handler handler) {
    return HttpListener.start(ListenerOptions.of("test", 0), handler);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + listener.port() + path);
  }

  private HttpResponse<String> send(String path) throws Exception {
    return send(path, _ -> {});
  }

  private HttpResponse<String> send(String path, Consumer<HttpRequest.Builder> change)
      throws Exception {
    var request = HttpRequest.newBuilder(uri(path));
    change.accept(request);
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String url) throws Exception {
    return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  private HttpClientResponse http2(String path, Buffer body) {
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      var options =
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false);
      Promise<HttpClientResponse> answer = Promise.promise();
      // On the event loop from the first step to the last: a step taken by this thread may come too
      // late for what has arrived meanwhile.
      vertx.runOnContext(_ ->
          vertx
              .createHttpClient(options)
              .request(HttpMethod.POST, listener.port(), "127.0.0.1", path)
              .compose(request -> request.send(body))
              .compose(response -> response.body().map(response))
              .onComplete(answer));
      return answer.future().await();
    } finally {
      vertx.close().await();
    }
  }

  private static HttpRequest.BodyPublisher text(String text) {
    return BodyPublishers.ofString(text);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

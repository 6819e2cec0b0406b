package dev.bellwether.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LimitsTest {
  private static final String POST = "POST / HTTP/1.1\nHost: localhost\n";

  private final AtomicInteger handled = new AtomicInteger();
  private HttpListener listener = listen(TestLimits.small());

  @AfterEach
  void close() throws IOException {
    assertThat(get()).as("a good request after the bad one").startsWith("HTTP/1.1 200");
    listener.close();
  }

  @Test
  void a_body_of_the_limit_is_taken() throws IOException {
    try (var raw = RawConnection.to(listener)) {
      raw.send(POST + "Content-Length: " + TestLimits.BODY_BYTES_MAX + "\n\n")
          .send(new byte[TestLimits.BODY_BYTES_MAX]);

      assertThat(raw.readUntil("got " + TestLimits.BODY_BYTES_MAX)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void a_length_above_the_limit_is_refused_before_the_body_is_sent() throws IOException {
    try (var raw = RawConnection.to(listener)) {
      raw.send(POST + "Content-Length: " + (TestLimits.BODY_BYTES_MAX + 1) + "\n\n");

      assertThat(raw.readUntil("}")).startsWith("HTTP/1.1 413").contains("connection: close");
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void a_chunked_body_is_refused_when_it_passes_the_limit_and_its_tail_is_not_run()
      throws IOException {
    try (var raw = RawConnection.to(listener)) {
      raw.send(POST + "Transfer-Encoding: chunked\n\n");
      for (int i = 0; i < 9; i++) {
        raw.send("2000\n").send(new byte[0x2000]).send("\n");
      }
      raw.send("0\n\nGET /smuggled HTTP/1.1\nHost: localhost\n\n");

      var answer = raw.readToEnd();

      assertThat(answer).startsWith("HTTP/1.1 413").doesNotContain("HTTP/1.1 200");
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void bodies_together_have_a_limit_too() throws IOException {
    var half = new byte[TestLimits.BODY_BYTES_MAX - 1];
    var head = POST + "Content-Length: " + TestLimits.BODY_BYTES_MAX + "\n\n";
    try (var first = RawConnection.to(listener);
        var second = RawConnection.to(listener);
        var third = RawConnection.to(listener)) {
      first.send(head).send(half);
      second.send(head).send(half);
      await().until(() -> bodiesBytes() >= 2 * TestLimits.BODY_BYTES_MAX);

      third.send(head).send(half);

      assertThat(third.readUntil("}")).startsWith("HTTP/1.1 503").contains("retry-after: 1");
    }
    await().until(() -> bodiesBytes() == 0);
  }

  @Test
  void requests_in_work_have_a_limit() throws Exception {
    var release = new CountDownLatch(1);
    listener.close();
    listener =
        HttpListener.start(
            ListenerOptions.of("test", 0).withLimits(TestLimits.of(1, 10)),
            _ -> {
              handled.incrementAndGet();
              awaitUninterruptibly(release);
              return Response.text(200, "slow");
            });
    try (var slow = RawConnection.to(listener);
        var next = RawConnection.to(listener)) {
      slow.send("GET / HTTP/1.1\nHost: localhost\n\n");
      await().until(() -> handled.get() == 1);

      next.send("GET / HTTP/1.1\nHost: localhost\n\n");

      assertThat(next.readUntil("}")).startsWith("HTTP/1.1 503");
      release.countDown();
      assertThat(slow.readUntil("slow")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void connections_above_the_limit_are_closed_at_once() throws IOException {
    var kept = new ArrayList<RawConnection>();
    try {
      for (int i = 0; i < 3; i++) {
        kept.add(RawConnection.to(listener));
      }
      try (var oneMore = RawConnection.to(listener)) {
        assertThat(oneMore.readToEnd()).isIn("", "[reset]");
      }
    } finally {
      for (var connection : kept) {
        connection.close();
      }
    }
    await().ignoreExceptions().until(() -> get().startsWith("HTTP/1.1 200"));
  }

  @Test
  void a_caller_that_says_nothing_is_dismissed() throws IOException {
    try (var raw = RawConnection.to(listener)) {
      assertThat(raw.readToEnd()).isEmpty();
    }
  }

  @Test
  void headers_that_drip_are_cut_at_the_deadline() throws IOException {
    try (var raw = RawConnection.to(listener)) {
      raw.send("GET / HTTP/1.1\nHost: localhost\n");
      drip(raw, "X-Drip: 1\r\n".getBytes(UTF_8));

      assertThat(raw.readToEnd()).isIn("", "[reset]");
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void a_body_that_drips_is_refused_at_the_deadline() throws IOException {
    try (var raw = RawConnection.to(listener)) {
      raw.send(POST + "Content-Length: 1000\n\n");
      drip(raw, new byte[] {'x'});

      assertThat(raw.readToEnd()).startsWith("HTTP/1.1 408");
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void a_connection_between_requests_is_closed_when_it_is_idle() throws IOException {
    try (var raw = RawConnection.to(listener)) {
      raw.send("GET / HTTP/1.1\nHost: localhost\n\n");

      assertThat(raw.readToEnd()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void an_http2_connection_that_only_pings_is_closed() throws Exception {
    var preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(UTF_8);
    byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    byte[] ping = {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
    try (var raw = RawConnection.to(listener)) {
      raw.send(preface).send(settings);
      drip(raw, ping);

      raw.readToEnd();
    }
  }

  @Test
  void too_large_headers_and_targets_are_refused() throws IOException {
    try (var raw = RawConnection.to(listener)) {
      raw.send("GET / HTTP/1.1\nHost: localhost\nX: " + "x".repeat(5000) + "\n\n");
      assertThat(raw.readToEnd()).startsWith("HTTP/1.1 431");
    }
    try (var raw = RawConnection.to(listener)) {
      raw.send("GET /" + "x".repeat(2000) + " HTTP/1.1\nHost: localhost\n\n");
      assertThat(raw.readToEnd()).matches("(?s)HTTP/1.[01] 414.*");
    }
    try (var raw = RawConnection.to(listener)) {
      raw.send("GET / HTTP/1.1\nHost: localhost\n" + "X: 1\n".repeat(30) + "\n");
      assertThat(raw.readUntil("}")).startsWith("HTTP/1.1 431");
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void two_lengths_or_a_length_and_chunks_are_refused() throws IOException {
    try (var raw = RawConnection.to(listener)) {
      raw.send(POST + "Content-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n");
      assertThat(raw.readToEnd()).startsWith("HTTP/1.1 400");
    }
    try (var raw = RawConnection.to(listener)) {
      raw.send(POST + "Content-Length: 5\nContent-Length: 6\n\nhello!");
      assertThat(raw.readToEnd()).startsWith("HTTP/1.1 400");
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void who_asks_before_sending_is_told_to_continue_or_not() throws IOException {
    try (var raw = RawConnection.to(listener)) {
      raw.send(POST + "Content-Length: 2\nExpect: 100-continue\n\n");
      assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");
      raw.send("hi");
      assertThat(raw.readUntil("got 2")).startsWith("HTTP/1.1 200");
    }
    try (var raw = RawConnection.to(listener)) {
      raw.send(POST + "Content-Length: 9999999\nExpect: 100-continue\n\n");
      assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 413");
    }
    try (var raw = RawConnection.to(listener)) {
      raw.send(POST + "Content-Length: 2\nExpect: the unexpected\n\n");
      assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 417");
    }
  }

  /// Sends until the listener hangs up, the piece every 50 ms.
  private static void drip(RawConnection raw, byte[] piece) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              raw.send(piece);
              // Rule 26: the pace is the subject.
              Thread.sleep(50);
            }
          } catch (IOException | InterruptedException closed) {
            // What the test waits for.
          }
        });
  }

  private HttpListener listen(ListenerLimits limits) {
    return HttpListener.start(
        ListenerOptions.of("test", 0).withLimits(limits),
        request -> {
          handled.incrementAndGet();
          return Response.text(200, "got " + request.body().length);
        });
  }

  private long bodiesBytes() {
    return listener.bodiesBytes();
  }

  private String get() throws IOException {
    try (var raw = RawConnection.to(listener)) {
      raw.send("GET / HTTP/1.1\nHost: localhost\nConnection: close\n\n");
      return raw.readToEnd();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

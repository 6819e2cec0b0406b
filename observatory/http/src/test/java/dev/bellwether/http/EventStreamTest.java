package dev.bellwether.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EventStreamTest {
  private static final String GET = "GET /live HTTP/1.1\nHost: localhost\n\n";

  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch told = new CountDownLatch(1);

  @Test
  void events_arrive_one_by_one_and_the_stream_ends() throws Exception {
    var next = new CountDownLatch(1);
    try (var listener =
            serve(sink -> {
              sink.send("map", "first\nline two");
              await().until(() -> next.getCount() == 0);
              sink.send("", "second");
            });
        var raw = RawConnection.to(listener).send(GET)) {
      assertThat(raw.readUntil("event: map\ndata: first\ndata: line two\n\n"))
          .contains("text/event-stream")
          .doesNotContain("second");
      next.countDown();

      assertThat(raw.readUntil("0\r\n\r\n")).contains("data: second\n\n");
    }
  }

  @Test
  void silence_is_filled_with_heartbeats_so_that_an_idle_stream_lives() throws Exception {
    try (var listener = serve(this::waitForEver);
        var raw = RawConnection.to(listener).send(GET)) {
      for (int i = 0; i < 15; i++) {
        raw.readUntil(":\n\n");
      }
    }
  }

  @Test
  void the_stream_is_told_when_the_caller_goes_away() throws Exception {
    try (var listener = serve(this::waitForEver)) {
      try (var raw = RawConnection.to(listener).send(GET)) {
        raw.readUntil("\r\n\r\n");
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
      }

      assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void the_stream_ends_when_the_listener_closes() throws Exception {
    var listener = serve(this::waitForEver);
    try (var raw = RawConnection.to(listener).send(GET)) {
      raw.readUntil("\r\n\r\n");
      assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
      long start = System.nanoTime();

      listener.close();

      assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(raw.readToEnd()).endsWith("0\r\n\r\n");
      assertThat(System.nanoTime() - start).isLessThan(TestLimits.DRAIN.toNanos());
    }
  }

  @Test
  void a_reader_that_does_not_read_is_dropped() throws Exception {
    var sent = new AtomicInteger();
    var page = "x".repeat(100_000);
    try (var listener =
            serve(sink -> {
              try {
                while (true) {
                  sink.send("", page);
                  sent.incrementAndGet();
                }
              } catch (EventSink.Gone e) {
                told.countDown();
                throw e;
              }
            });
        var raw = RawConnection.to(listener).send(GET)) {
      raw.readUntil("\r\n\r\n");

      assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
      await().until(() -> listener.bodiesBytes() == 0);
      assertThat(sent.get()).isLessThan(1000);
    }
  }

  private HttpListener serve(EventStream stream) {
    return HttpListener.start(
        ListenerOptions.of("test", 0).withLimits(TestLimits.small()), _ -> Response.events(stream));
  }

  private void waitForEver(EventSink sink) {
    started.countDown();
    try {
      sink.pause(Duration.ofDays(1));
    } catch (EventSink.Gone e) {
      told.countDown();
      throw e;
    }
  }
}

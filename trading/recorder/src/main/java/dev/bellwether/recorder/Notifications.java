package dev.bellwether.recorder;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.bellwether.recorder.NotifierClient.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers events, each on its own virtual thread, and notes in the outbox what became of them. No
/// transaction is open while a call is under way. May be used by many threads.
final class Notifications implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Notifications.class);

  /// First attempts under way. An attempt takes milliseconds, or seconds when the notifier hangs;
  /// what is beyond this number is left to the relay, which finds it when its lease ends.
  private static final int FIRST_ATTEMPTS_MAX = 256;

  private static final Duration BACKOFF_MIN = Duration.ofMillis(200);
  private static final Duration BACKOFF_MAX = Duration.ofSeconds(30);

  private final Outbox outbox;
  private final NotifierClient notifier;
  private final Semaphore firstAttempts = new Semaphore(FIRST_ATTEMPTS_MAX);

  /// Released for every attempt that failed: the relay waits for it.
  private final Semaphore failures = new Semaphore(0);

  // An executor, not Thread.ofVirtual(): the agent carries the context of the trade through it.
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Notifications(Outbox outbox, NotifierClient notifier) {
    this.outbox = outbox;
    this.notifier = notifier;
  }

  /// Starts the first attempt and returns at once.
  void start(OutboxEvent event) {
    if (!firstAttempts.tryAcquire()) {
      return;
    }
    threads.execute(() -> {
      try {
        attempt(event);
      } finally {
        firstAttempts.release();
      }
    });
  }

  /// Attempts all, side by side; true when none of them failed.
  boolean attemptAll(List<OutboxEvent> events) throws InterruptedException {
    var attempts = events.stream().<Callable<Boolean>>map(event -> () -> attempt(event)).toList();
    return threads.invokeAll(attempts).stream().allMatch(done -> done.resultNow());
  }

  /// Waits until an attempt fails, `patience` at most.
  boolean awaitFailure(Duration patience) throws InterruptedException {
    var failed = failures.tryAcquire(patience.toMillis(), MILLISECONDS);
    failures.drainPermits();
    return failed;
  }

  @Override
  public void close() {
    // What is interrupted is still in the outbox.
    threads.shutdownNow();
    notifier.close();
  }

  /// True when the event needs no further attempt.
  private boolean attempt(OutboxEvent event) {
    try {
      return note(event, notifier.deliver(event));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn(
          "event {}: attempt {} not noted, will be repeated", event.eventId(), event.attempts(), e);
    }
    failures.release();
    return false;
  }

  private boolean note(OutboxEvent event, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered _ -> {
        if (!outbox.markDelivered(event)) {
          log.info("event {}: delivered, but another process took it over", event.eventId());
        } else if (event.attempts() > 1) {
          log.info("event {}: delivered by attempt {}", event.eventId(), event.attempts());
        }
        yield true;
      }
      case Outcome.Refused(var reason) -> {
        outbox.park(event, reason);
        log.warn("event {}: parked, {}", event.eventId(), reason);
        yield true;
      }
      case Outcome.Failed(var reason, var retryAfter) -> {
        var delay = retryAfter.isZero() ? backoff(event.attempts()) : retryAfter;
        outbox.postpone(event, delay);
        log.warn(
            "event {}: attempt {} failed, {}, next in {}",
            event.eventId(),
            event.attempts(),
            reason,
            delay);
        failures.release();
        yield false;
      }
    };
  }

  /// Full jitter: any time up to a ceiling that doubles, so that what failed together does not come
  /// back together.
  static Duration backoff(int attempts) {
    var ceiling =
        Math.min(BACKOFF_MIN.toMillis() << Math.min(attempts, 10), BACKOFF_MAX.toMillis());
    return Duration.ofMillis(
        ThreadLocalRandom.current().nextLong(BACKOFF_MIN.toMillis(), ceiling + 1));
  }
}

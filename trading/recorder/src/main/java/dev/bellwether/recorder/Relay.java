package dev.bellwether.recorder;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers what first attempts left behind: events that failed, and events of a process that died.
///
/// It looks rarely while all is well, every second after a failure. After a failure it tries one
/// event at a time and after each success twice as many, so that a notifier that is away or just
/// back is not flooded, and a long backlog is still gone soon.
final class Relay implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Relay.class);

  /// About what a notifier handles in a tenth of a second, far less than a lease.
  private static final int EVENTS_MAX = 64;

  private static final Duration TROUBLED_POLL = Duration.ofSeconds(1);

  private final Outbox outbox;
  private final Notifications notifications;
  private final Duration poll;
  private final Thread thread;
  private int eventsMax = EVENTS_MAX;

  Relay(Outbox outbox, Notifications notifications, Duration poll) {
    this.outbox = outbox;
    this.notifications = notifications;
    this.poll = poll;
    this.thread = Thread.ofVirtual().name("relay").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        if (notifications.awaitFailure(poll)) {
          Thread.sleep(TROUBLED_POLL);
        }
        deliverWhatIsDue();
      }
    } catch (InterruptedException _) {
      // We are told to stop; what is not delivered stays in the outbox.
    }
  }

  private void deliverWhatIsDue() throws InterruptedException {
    try {
      var moreIsDue = true;
      while (moreIsDue) {
        var events = outbox.claim(eventsMax);
        moreIsDue = events.size() == eventsMax;
        if (notifications.attemptAll(events)) {
          eventsMax = Math.min(2 * eventsMax, EVENTS_MAX);
        } else {
          eventsMax = 1;
          return;
        }
      }
    } catch (RuntimeException e) {
      log.warn("relay cannot reach the outbox, tries again in {}: {}", poll, e.toString());
    }
  }
}

package dev.bellwether.http;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What all requests of a listener may take together. Many threads may use it.
final class Budget {
  private final int requestsMax;
  private final long bodiesBytesMax;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bodiesBytes = new AtomicLong();

  Budget(int requestsMax, long bodiesBytesMax) {
    this.requestsMax = requestsMax;
    this.bodiesBytesMax = bodiesBytesMax;
  }

  /// Counts a request in, whether or not there is room; [#release] counts it out.
  boolean takeRequest() {
    return requests.incrementAndGet() <= requestsMax;
  }

  boolean takeBytes(int bytes) {
    return bodiesBytes.addAndGet(bytes) <= bodiesBytesMax;
  }

  long bodiesBytes() {
    return bodiesBytes.get();
  }

  void release(long bytes) {
    requests.decrementAndGet();
    bodiesBytes.addAndGet(-bytes);
  }
}

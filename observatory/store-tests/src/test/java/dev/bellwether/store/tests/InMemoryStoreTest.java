package dev.bellwether.store.tests;

import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.Store;
import org.junit.jupiter.api.Nested;

/// The in-memory store keeps the whole contract.
class InMemoryStoreTest {
  @Nested
  class Traces extends TraceReaderContract {
    @Override
    protected Store open() {
      return InMemoryStoreTest.open();
    }
  }

  @Nested
  class Followers extends SpanFollowerContract {
    @Override
    protected Store open() {
      return InMemoryStoreTest.open();
    }
  }

  private static Store open() {
    return new InMemoryStore(20_000, 20_000, 20_000);
  }
}

package dev.bellwether.store.elasticsearch;

import dev.bellwether.store.Store;
import dev.bellwether.store.tests.LogReaderContract;
import dev.bellwether.store.tests.MetricReaderContract;
import dev.bellwether.store.tests.QueryContract;
import dev.bellwether.store.tests.RandomOperationsContract;
import dev.bellwether.store.tests.SpanFollowerContract;
import dev.bellwether.store.tests.TelemetryWriterContract;
import dev.bellwether.store.tests.TraceReaderContract;
import dev.bellwether.store.tests.ValueQueryContract;
import org.junit.jupiter.api.Nested;

/// Elasticsearch keeps the whole contract.
class ElasticsearchContractIT {
  @Nested
  class Writing extends TelemetryWriterContract {
    @Override
    protected Store open() {
      return EmptyStores.open(SearchNode.elasticsearch());
    }
  }

  @Nested
  class Traces extends TraceReaderContract {
    @Override
    protected Store open() {
      return EmptyStores.open(SearchNode.elasticsearch());
    }
  }

  @Nested
  class Logs extends LogReaderContract {
    @Override
    protected Store open() {
      return EmptyStores.open(SearchNode.elasticsearch());
    }
  }

  @Nested
  class Metrics extends MetricReaderContract {
    @Override
    protected Store open() {
      return EmptyStores.open(SearchNode.elasticsearch());
    }
  }

  @Nested
  class Following extends SpanFollowerContract {
    @Override
    protected Store open() {
      return EmptyStores.open(SearchNode.elasticsearch());
    }
  }

  @Nested
  class Queries extends QueryContract {
    @Override
    protected Store open() {
      return EmptyStores.open(SearchNode.elasticsearch());
    }
  }

  @Nested
  class ValueQueries extends ValueQueryContract {
    @Override
    protected Store open() {
      return EmptyStores.open(SearchNode.elasticsearch());
    }
  }

  @Nested
  class RandomOperations extends RandomOperationsContract {
    @Override
    protected Store open() {
      return EmptyStores.open(SearchNode.elasticsearch());
    }

    @Override
    protected int operations() {
      return 1_000;
    }
  }
}

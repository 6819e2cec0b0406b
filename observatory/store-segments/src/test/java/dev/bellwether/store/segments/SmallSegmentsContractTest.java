package dev.bellwether.store.segments;

import dev.bellwether.store.Store;
import dev.bellwether.store.tests.LogReaderContract;
import dev.bellwether.store.tests.MetricReaderContract;
import dev.bellwether.store.tests.QueryContract;
import dev.bellwether.store.tests.RandomOperationsContract;
import dev.bellwether.store.tests.SpanFollowerContract;
import dev.bellwether.store.tests.TelemetryWriterContract;
import dev.bellwether.store.tests.TraceReaderContract;
import dev.bellwether.store.tests.ValueQueryContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// It keeps the contract just as well when everything lies in many small segments.
@ExtendWith(QuietLog.class)
class SmallSegmentsContractTest {
  static final SegmentStoreOptions SMALL =
      SegmentStoreOptions.DEFAULT.withSegments(
          new SegmentStoreOptions.Segments(50, 20, 20, 64 << 20, Duration.ofHours(1), 1_000));

  @TempDir Path folder;

  private static Store open(Path folder) {
    return SegmentStore.open(folder, SMALL);
  }

  @Nested
  class Writing extends TelemetryWriterContract {
    @Override
    protected Store open() {
      return SmallSegmentsContractTest.open(folder);
    }
  }

  @Nested
  class Traces extends TraceReaderContract {
    @Override
    protected Store open() {
      return SmallSegmentsContractTest.open(folder);
    }
  }

  @Nested
  class Logs extends LogReaderContract {
    @Override
    protected Store open() {
      return SmallSegmentsContractTest.open(folder);
    }
  }

  @Nested
  class Metrics extends MetricReaderContract {
    @Override
    protected Store open() {
      return SmallSegmentsContractTest.open(folder);
    }
  }

  @Nested
  class Followers extends SpanFollowerContract {
    @Override
    protected Store open() {
      return SmallSegmentsContractTest.open(folder);
    }
  }

  @Nested
  class Queries extends QueryContract {
    @TempDir static Path folder;

    @Override
    protected Store open() {
      return SmallSegmentsContractTest.open(folder);
    }
  }

  @Nested
  class ValueQueries extends ValueQueryContract {
    @TempDir static Path folder;

    @Override
    protected Store open() {
      return SmallSegmentsContractTest.open(folder);
    }
  }

  @Nested
  class RandomOperations extends RandomOperationsContract {
    @Override
    protected Store open() {
      return SmallSegmentsContractTest.open(folder);
    }
  }
}

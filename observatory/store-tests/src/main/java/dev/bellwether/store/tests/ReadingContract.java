package dev.bellwether.store.tests;

import static dev.bellwether.store.TimeRange.ALWAYS;

import dev.bellwether.store.query.Query;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// What the contracts of queries share: one engine for all tests of a class, which only read what
/// was stored before the first. Opening and filling one for each test would be most of the time.
///
/// Four trades are stored: l.hall's (1); q.bert's (2), for which there was no database; mr.t's (3),
/// whose model was slow; j.casey's (4). They are a quarter of a second apart, of 10, 11, 12 and 13
/// shares.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReadingContract extends EngineContract {
  static final int ENOUGH = 1_000;

  /// Stores what all tests ask for: the four trades.
  void fill() {
    var trades =
        List.of(
            SampleTrade.of(1),
            SampleTrade.of(2).with(SampleTrade.Fault.DATABASE_AWAY),
            SampleTrade.of(3).with(SampleTrade.Fault.SLOW_MODEL),
            SampleTrade.of(4));
    for (var trade : trades) {
      stored(trade.spans());
      store().writer().appendLogs(trade.logs());
    }
  }

  @Override
  @BeforeAll
  void openStore() {
    super.openStore();
    fill();
  }

  @Override
  @AfterAll
  void closeStore() {
    super.closeStore();
  }

  /// The numbers of the traces that are found, in order.
  final String tracesFor(String query) {
    return store().traces().traces(ALWAYS, Query.parse(query), ENOUGH).items().stream()
        .map(summary -> Long.toString(summary.traceId().low()))
        .sorted()
        .collect(Collectors.joining());
  }
}

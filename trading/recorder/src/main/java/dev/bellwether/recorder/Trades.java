package dev.bellwether.recorder;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// The table of trades. Uniqueness lives in the database, so any number of recorders may get the
/// same trade at the same time. May be used by many threads.
final class Trades {

  private static final Logger log = LoggerFactory.getLogger(Trades.class);

  private static final String INSERT =
      """
      INSERT INTO trades (trade_id, customer_id, day_of_week, region, symbol, data_source,
        classification, canary, action, shares, share_price, fingerprint)
      VALUES (:tradeId, :customerId, :dayOfWeek, :region, :symbol, :dataSource,
        :classification, :canary, :action, :shares, :sharePrice, :fingerprint)
      ON CONFLICT (trade_id) DO NOTHING
      RETURNING *\
      """;

  private static final String SELECT = "SELECT * FROM trades WHERE trade_id = :tradeId";

  private static final String SELECT_FINGERPRINT =
      "SELECT fingerprint FROM trades WHERE trade_id = :tradeId";

  private final HikariDataSource pool;
  private final JdbcClient database;
  private final TransactionTemplate transactions;
  private final Outbox outbox;
  private final Surroundings surroundings;

  Trades(HikariDataSource pool, Outbox outbox, Surroundings surroundings) {
    this.pool = pool;
    this.database = JdbcClient.create(pool);
    this.transactions = new TransactionTemplate(new JdbcTransactionManager(pool));
    this.outbox = outbox;
    this.surroundings = surroundings;
  }

  /// What became of a request. It is final: the same request will always have the same outcome.
  sealed interface Outcome {

    record Recorded(Trade trade, OutboxEvent event) implements Outcome {}

    /// The same request was recorded before.
    record Replayed(Trade trade) implements Outcome {}

    /// Another trade has this id.
    record Conflicting() implements Outcome {}
  }

  /// Records a trade and its event, or finds that this was done before.
  ///
  /// A connection that breaks during COMMIT leaves us not knowing. The second try finds out: it
  /// either meets the row that the first one committed, or commits it.
  ///
  /// @throws DataAccessException when the database refuses or is away; see [DatabaseFailure]
  /// @throws TransactionException likewise
  Outcome record(TradeRequest request, TraceHeaders headers) {
    try {
      return tryToRecord(request, headers);
    } catch (CannotCreateTransactionException e) {
      // The pool has waited for a connection as long as we may; nothing was sent.
      throw e;
    } catch (DataAccessException | TransactionException e) {
      if (DatabaseFailure.of(e) instanceof DatabaseFailure.Broken(var state)) {
        log.warn("trade {}: not known to be committed ({}), asking", request.tradeId(), state);
        // What broke one connection has most likely broken all of them.
        pool.getHikariPoolMXBean().softEvictConnections();
        return tryToRecord(request, headers);
      }
      throw e;
    }
  }

  Optional<Trade> find(UUID tradeId) {
    return database.sql(SELECT).param("tradeId", tradeId).query(Trade::of).optional();
  }

  private Outcome tryToRecord(TradeRequest request, TraceHeaders headers) {
    return transactions.execute(_ -> {
      surroundings.lookUpPosition(request, database);
      var trade = insert(request);
      if (trade.isPresent()) {
        return new Outcome.Recorded(trade.get(), outbox.add(trade.get(), headers));
      }
      return isSame(request)
          ? new Outcome.Replayed(find(request.tradeId()).orElseThrow())
          : new Outcome.Conflicting();
    });
  }

  private Optional<Trade> insert(TradeRequest request) {
    return database
        .sql(INSERT)
        .param("tradeId", request.tradeId())
        .param("customerId", request.customerId())
        .param("dayOfWeek", request.dayOfWeek())
        .param("region", request.region())
        .param("symbol", request.symbol())
        .param("dataSource", request.dataSource())
        .param("classification", request.classification())
        .param("canary", request.canary())
        .param("action", request.action())
        .param("shares", request.shares())
        .param("sharePrice", request.sharePrice())
        .param("fingerprint", request.fingerprint())
        .query(Trade::of)
        .optional();
  }

  private boolean isSame(TradeRequest request) {
    var stored =
        database
            .sql(SELECT_FINGERPRINT)
            .param("tradeId", request.tradeId())
            .query(byte[].class)
            .single();
    return Arrays.equals(stored, request.fingerprint());
  }
}

package dev.bellwether.recorder;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Brings PostgreSQL into the shape we rely on: schema, rights, durability, and a limit on every
/// wait.
final class Database {

  private static final Logger log = LoggerFactory.getLogger(Database.class);

  /// The router gives up on us after three seconds.
  private static final Duration CONNECTION_WAIT_MAX = Duration.ofSeconds(2);

  /// How long a connection is trusted without asking the database first. Asking costs a round trip,
  /// which shows as an empty statement in the trace of a trade; a broken connection costs a second
  /// try, see [Trades#record].
  private static final Duration CONNECTION_TRUSTED = Duration.ofMinutes(2);

  /// Attempts to reach a database that starts together with us; the waits double from one second.
  private static final int CONNECT_RETRIES_MAX = 5;

  /// The driver's own defaults wait for ever on a connection that a firewall has forgotten.
  private static final Map<String, String> DRIVER =
      Map.of(
          "connectTimeout", "3",
          "socketTimeout", "10",
          "tcpKeepAlive", "true",
          "ApplicationName", "recorder",
          "options",
              "-c statement_timeout=5s -c lock_timeout=2s"
                  + " -c idle_in_transaction_session_timeout=10s",
          // A traceparent comment makes every statement's text new: there is little to cache.
          "preparedStatementCacheQueries", "32");

  /// With one of these off, PostgreSQL acknowledges what a power cut takes back.
  private static final String UNSAFE =
      """
      SELECT string_agg(name || '=' || setting, ', ' ORDER BY name) FROM pg_settings
      WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')
        AND setting NOT IN ('on', 'remote_apply', 'remote_write', 'local')\
      """;

  private Database() {}

  /// Applies the migrations as the owner of the tables and gives the service's own role its rights.
  static void migrate(RecorderConfig config) {
    Flyway.configure()
        .dataSource(config.databaseUrl(), config.databaseOwner(), config.databasePassword())
        .locations("classpath:db/migration")
        .placeholders(Map.of("user", config.databaseUser()))
        .connectRetries(CONNECT_RETRIES_MAX)
        .load()
        .migrate();
  }

  static HikariDataSource pool(RecorderConfig config) {
    System.setProperty(
        "com.zaxxer.hikari.aliveBypassWindowMs", Long.toString(CONNECTION_TRUSTED.toMillis()));
    var pool = new HikariConfig();
    pool.setPoolName("trades");
    pool.setJdbcUrl(config.databaseUrl());
    pool.setUsername(config.databaseUser());
    pool.setPassword(config.databasePassword());
    pool.setMaximumPoolSize(config.databaseConnectionsMax());
    pool.setMinimumIdle(2);
    pool.setConnectionTimeout(CONNECTION_WAIT_MAX.toMillis());
    pool.setValidationTimeout(Duration.ofSeconds(1).toMillis());
    pool.setKeepaliveTime(CONNECTION_TRUSTED.toMillis());
    var driver = new Properties();
    driver.putAll(DRIVER);
    pool.setDataSourceProperties(driver);
    return new HikariDataSource(pool);
  }

  /// Refuses a database that could lose a committed trade, unless the settings allow it.
  static void requireDurable(DataSource database, boolean unsafeIsAllowed) {
    var unsafe = JdbcClient.create(database).sql(UNSAFE).query(String.class).optional().orElse("");
    if (unsafe.isEmpty()) {
      return;
    }
    if (!unsafeIsAllowed) {
      throw new UnsafeDatabase(unsafe + ": a power cut would lose committed trades (expected: on)");
    }
    log.warn("{}: a power cut will lose committed trades", unsafe);
  }

  /// The database answers, but not for what it was told.
  static final class UnsafeDatabase extends IllegalStateException {
    private static final long serialVersionUID = 1;

    UnsafeDatabase(String message) {
      super(message);
    }
  }
}

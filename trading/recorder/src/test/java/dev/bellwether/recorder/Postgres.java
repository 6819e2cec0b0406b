package dev.bellwether.recorder;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// A real PostgreSQL that can be stopped and started again with what it has committed. It has the
/// roles of production: one that owns the tables, and one that may only use them.
final class Postgres implements AutoCloseable {

  private final Path folder;
  private EmbeddedPostgres server;

  Postgres(Path folder) throws IOException {
    this.folder = folder;
    this.server = settings().start();
    asSuperuser("postgres").sql("CREATE ROLE trades_owner LOGIN").update();
    asSuperuser("postgres").sql("CREATE ROLE recorder LOGIN").update();
    asSuperuser("postgres").sql("CREATE DATABASE trades OWNER trades_owner").update();
  }

  int port() {
    return server.getPort();
  }

  JdbcClient database() {
    return asSuperuser("trades");
  }

  JdbcClient databaseAs(String role) {
    var url = "jdbc:postgresql://127.0.0.1:%d/trades".formatted(port());
    return JdbcClient.create(new DriverManagerDataSource(url, role, ""));
  }

  void stop() throws IOException {
    server.close();
  }

  void startAgain() throws IOException {
    server = settings().setPort(server.getPort()).start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private JdbcClient asSuperuser(String database) {
    return JdbcClient.create(server.getDatabase("postgres", database));
  }

  private EmbeddedPostgres.Builder settings() {
    return EmbeddedPostgres.builder()
        .setPGStartupWait(Duration.ofSeconds(60))
        .setDataDirectory(folder)
        .setCleanDataDirectory(false)
        .setServerConfig("unix_socket_directories", "")
        // The library switches both off, and the recorder rightly refuses to work like that.
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on");
  }
}

package dev.bellwether.recorder;

import com.zaxxer.hikari.HikariDataSource;
import dev.bellwether.faults.ControlServer;
import dev.bellwether.faults.Faults;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The process and its parts list. Nothing is scanned and nothing is configured by what happens to
/// be on the class path: what is not here does not exist, and start-up is the sum of these lines.
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
  TomcatServletWebServerAutoConfiguration.class,
  DispatcherServletAutoConfiguration.class,
  WebMvcAutoConfiguration.class
})
@Import({TradeController.class, Refusals.class})
public class Recorder {

  private static final Logger log = LoggerFactory.getLogger(Recorder.class);

  /// Runs until it is told to stop; exits with 2 when the settings make no sense.
  public static void main(String[] arguments) {
    RecorderConfig config;
    try {
      config = RecorderConfig.from(System.getenv());
    } catch (IllegalArgumentException e) {
      log.error(e.getMessage());
      System.exit(2);
      return;
    }
    log.info("ready on port {}", port(start(config)));
  }

  static ServletWebServerApplicationContext start(RecorderConfig config) {
    var application = new SpringApplication(Recorder.class);
    application.setDefaultProperties(Map.of("server.port", config.port()));
    application.addInitializers(context ->
        ((GenericApplicationContext) context).registerBean(RecorderConfig.class, () -> config));
    return (ServletWebServerApplicationContext) application.run();
  }

  static int port(ServletWebServerApplicationContext recorder) {
    return Objects.requireNonNull(recorder.getWebServer()).getPort();
  }

  @Bean
  HikariDataSource database(RecorderConfig config) {
    log.info("{}", config);
    Database.migrate(config);
    var pool = Database.pool(config);
    Database.requireDurable(pool, config.allowUnsafeDatabase());
    return pool;
  }

  @Bean
  Outbox outbox(HikariDataSource database, RecorderConfig config) {
    return new Outbox(JdbcClient.create(database), config.lease());
  }

  @Bean
  Trades trades(HikariDataSource database, Outbox outbox, Surroundings surroundings) {
    return new Trades(database, outbox, surroundings);
  }

  @Bean
  Faults faults() {
    return new Faults("recorder", InstantSource.system());
  }

  /// Nothing where no file is named.
  @Bean
  @Nullable ControlServer control(Faults faults, RecorderConfig config) throws IOException {
    return ControlServer.start(faults, config.controlFile());
  }

  @Bean
  Surroundings surroundings(Faults faults) {
    return new Surroundings(faults);
  }

  @Bean
  Notifications notifications(Outbox outbox, RecorderConfig config) {
    return new Notifications(outbox, new NotifierClient(config.notifierUrl()));
  }

  @Bean(initMethod = "start")
  Relay relay(Outbox outbox, Notifications notifications, RecorderConfig config) {
    return new Relay(outbox, notifications, config.relayPoll());
  }
}

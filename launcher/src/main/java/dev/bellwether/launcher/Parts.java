package dev.bellwether.launcher;

import dev.bellwether.launcher.Part.Port;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The parts list: every process of the system with its stack, heap, environment and what it needs.
///
/// In the order of the table that `up` and `status` show, which is the order that data flows;
/// stopping goes the same way, so that whoever is asked outlives whoever asks.
final class Parts {
  private static final String CANARY = "recorder-canary";

  private final Configuration configuration;
  private final Configuration.Ports ports;
  private final Folders folders;
  private final Secrets secrets;
  private final Telemetry telemetry;
  private final Map<String, String> inherited;

  private Parts(Configuration configuration, Map<String, String> environment) {
    this.configuration = configuration;
    this.ports = configuration.ports();
    this.folders = configuration.folders();
    this.secrets = new Secrets(folders.secrets());
    this.telemetry =
        new Telemetry(
            configuration.root().resolve("launcher/target/agent/opentelemetry-javaagent.jar"),
            ports.otlpHttp(),
            ports.clearinghouse());
    this.inherited = inherited(environment);
  }

  static List<Part> of(Configuration configuration, Map<String, String> environment) {
    var parts = new Parts(configuration, environment);
    var list = new ArrayList<Part>();
    list.add(parts.monkey());
    list.add(parts.trader());
    list.add(parts.router());
    list.add(parts.recorder("recorder", configuration.ports().recorder()));
    if (configuration.canary()) {
      list.add(parts.recorder(CANARY, configuration.ports().recorderCanary()));
    }
    list.add(parts.notifier());
    list.add(parts.clearinghouse());
    if (configuration.lab()) {
      list.add(parts.workbench());
    }
    list.add(parts.observatory());
    if (configuration.database() == null) {
      list.add(parts.postgresql());
    }
    return List.copyOf(list);
  }

  /// The named parts and what they need, in the order of the list; all if none is named.
  ///
  /// @throws IllegalArgumentException when there is no such part
  static List<Part> only(List<String> names, List<Part> all) {
    var known = all.stream().map(Part::name).toList();
    var wanted = new ArrayList<>(names.isEmpty() ? known : names);
    for (int i = 0; i < wanted.size(); i++) {
      int index = known.indexOf(wanted.get(i));
      if (index < 0) {
        throw new IllegalArgumentException(
            "%s: no such process (expected: %s)"
                .formatted(wanted.get(i), String.join(", ", known)));
      }
      wanted.addAll(all.get(index).needs());
    }
    return all.stream().filter(part -> wanted.contains(part.name())).toList();
  }

  /// The customers: JDK HttpServer and HttpClient. Waits until it is told to start. Its server is
  /// how a person controls the system, and no part of it: it is not instrumented.
  private Part monkey() {
    return service("monkey", ports.monkey())
        .heap(64)
        .instrumented("java-http-client", "java-util-logging")
        .with("MONKEY_PORT", ports.monkey())
        .with("MONKEY_TRADER_URL", url(ports.trader()))
        .with("MONKEY_SEED", configuration.seed())
        .with("MONKEY_TRADES_PER_SECOND", Math.max(1, configuration.tradesPerSecond()))
        .with("MONKEY_TRADES_MAX", configuration.tradesMax())
        .with("MONKEY_AUTOSTART", false)
        .with("MONKEY_CONTROL_FOLDER", folders.control())
        .with("MONKEY_LEDGER_FILE", folders.ledger())
        .part();
  }

  /// Javalin on Jetty, JDK HttpClient; the only one with lines of OpenTelemetry in its code.
  private Part trader() {
    return service("trader", ports.trader())
        .heap(128)
        .instrumented(
            "javalin", "jetty", "java-http-client", "opentelemetry-api", "logback-appender")
        .with("TRADER_PORT", ports.trader())
        .with("TRADER_ROUTER_URL", url(ports.router()))
        .with("TRADER_SEED", configuration.seed())
        .with("TRADER_CONTROL_FILE", folders.control().resolve("trader"))
        .part();
  }

  /// Vert.x: a reverse proxy. The proxied call would show twice, once for Vert.x's client and once
  /// for Netty's; Netty's is the one that travels on. Without `executors` a new connection to the
  /// recorder would begin a trace of its own.
  private Part router() {
    int canary = configuration.canary() ? ports.recorderCanary() : ports.recorder();
    return service("router", ports.router())
        .heap(96)
        .instrumented("netty", "vertx-web", "executors", "java-util-logging")
        .telemetry("OTEL_INSTRUMENTATION_VERTX_HTTP_CLIENT_ENABLED", "false")
        .with("ROUTER_PORT", ports.router())
        .with("ROUTER_RECORDER_URL", url(ports.recorder()))
        .with("ROUTER_RECORDER_CANARY_URL", url(canary))
        .part();
  }

  /// Spring Boot: MVC, JdbcClient, HikariCP, Flyway; writes to PostgreSQL. The extension of the
  /// agent links a repeated notification to its trade.
  ///
  /// @param name the canary's is another one, so that the map shows both
  private Part recorder(String name, int port) {
    var recorder =
        new Builder(name, "trading/recorder", "dev.bellwether.recorder.Recorder")
            .port(port, setting(name))
            .health("/health")
            .heap(160)
            .instrumented(
                "tomcat",
                "spring-webmvc",
                "jdbc",
                "hikaricp",
                "java-http-client",
                "executors",
                "logback-appender")
            .telemetry("OTEL_JAVAAGENT_EXTENSIONS", jar("trading/agent-extension"))
            .telemetry("OTEL_INSTRUMENTATION_JDBC_EXPERIMENTAL_SQLCOMMENTER_ENABLED", "true")
            .with("RECORDER_PORT", port)
            .with("RECORDER_CONTROL_FILE", folders.control().resolve(name))
            .with("RECORDER_NOTIFIER_URL", url(ports.notifier()) + "/notify");
    var database = configuration.database();
    if (database != null) {
      recorder
          .with("RECORDER_DATABASE_URL", database.url())
          .with("RECORDER_DATABASE_USER", database.user());
      if (database.passwordFile() != null) {
        recorder.with("RECORDER_DATABASE_PASSWORD_FILE", database.passwordFile());
      }
      return recorder.part();
    }
    return recorder
        .with(
            "RECORDER_DATABASE_URL",
            "jdbc:postgresql://127.0.0.1:%d/%s".formatted(ports.postgresql(), Postgresql.DATABASE))
        .with("RECORDER_DATABASE_USER", Postgresql.USER)
        .with("RECORDER_DATABASE_OWNER", Postgresql.OWNER)
        .with("RECORDER_DATABASE_PASSWORD_FILE", Postgresql.tradesPassword(secrets))
        .needs("postgresql")
        .part();
  }

  /// Helidon SE, JDK HttpClient for the call out.
  private Part notifier() {
    return service("notifier", ports.notifier())
        .heap(96)
        .instrumented("helidon", "java-http-client", "java-util-logging")
        .with("NOTIFIER_PORT", ports.notifier())
        .with("NOTIFIER_CLEARINGHOUSE_URL", url(ports.clearinghouse()) + "/webhooks/trades")
        .with("NOTIFIER_SECRET_FILE", secrets.webhookSecret("webhook-secret"))
        .part();
  }

  /// The external system: JDK HttpServer, deliberately not instrumented.
  private Part clearinghouse() {
    return service("clearinghouse", ports.clearinghouse())
        .heap(32)
        .with("CLEARINGHOUSE_PORT", ports.clearinghouse())
        .with("CLEARINGHOUSE_CONTROL_FILE", folders.control().resolve("clearinghouse"))
        .with("CLEARINGHOUSE_SECRET_FILE", secrets.webhookSecret("webhook-secret"))
        .with("CLEARINGHOUSE_RECEIPTS_FILE", folders.dataOf("receipts.jsonl"))
        .part();
  }

  /// The lab: shells, an editor and the assignments. Its pages may show the observatory's.
  private Part workbench() {
    return new Builder("workbench", "lab", "dev.bellwether.lab.Workbench")
        .port(ports.workbench(), "BELLWETHER_WORKBENCH_PORT")
        .health("/api/health")
        .heap(64)
        // The terminal's native library.
        .option("--enable-native-access=ALL-UNNAMED")
        .with("WORKBENCH_PORT", ports.workbench())
        .with("WORKBENCH_ROOT", configuration.root())
        .with("WORKBENCH_MORE_TRACKS", joined(configuration.labTracks()))
        .with("WORKBENCH_DATA", configuration.data().resolve("lab"))
        .with("WORKBENCH_TOKEN_FILE", secrets.freshOneTimeToken())
        .with("WORKBENCH_OBSERVATORY", url(ports.observatory()))
        .with("WORKBENCH_LAUNCHER_DATA", configuration.data())
        .with("WORKBENCH_MONKEY", url(ports.monkey()))
        .with("WORKBENCH_TRADER", url(ports.trader()))
        .with("WORKBENCH_LEDGER", folders.ledger())
        .with("WORKBENCH_FAULTS", configuration.labFaults())
        .part();
  }

  private Part observatory() {
    var observatory =
        new Builder("observatory", "observatory/server", "dev.bellwether.server.Observatory")
            .port(ports.observatory(), "BELLWETHER_OBSERVATORY_PORT")
            .port(ports.otlpGrpc(), "BELLWETHER_OTLP_GRPC_PORT")
            .port(ports.otlpHttp(), "BELLWETHER_OTLP_HTTP_PORT")
            .health("/api/health")
            .heap(384)
            // The journal's compression is native code.
            .option("--enable-native-access=ALL-UNNAMED")
            .with("OBSERVATORY_PORT", ports.observatory())
            .with("OBSERVATORY_OTLP_GRPC_PORT", ports.otlpGrpc())
            .with("OBSERVATORY_OTLP_HTTP_PORT", ports.otlpHttp())
            .with("OBSERVATORY_DATA", folders.dataOf("observatory"));
    var keeping = configuration.keeping();
    observatory
        .with("OBSERVATORY_STORE", keeping.store())
        .with("OBSERVATORY_RETENTION_MEBIBYTES", keeping.mebibytesMax())
        .with("OBSERVATORY_RETENTION_HOURS", keeping.hoursMax());
    var cluster = keeping.cluster();
    if (cluster != null) {
      observatory.with("OBSERVATORY_ELASTICSEARCH_URL", cluster.url());
      if (cluster.credentialsFile() != null) {
        observatory.with("OBSERVATORY_ELASTICSEARCH_CREDENTIALS", cluster.credentialsFile());
      }
    }
    if (configuration.lab()) {
      observatory.with(
          "OBSERVATORY_FRAMED_BY",
          "http://localhost:%d,http://127.0.0.1:%d"
              .formatted(ports.workbench(), ports.workbench()));
    }
    return observatory.part();
  }

  private Part postgresql() {
    var program =
        new Postgresql(
            PostgresqlBinaries.of(configuration.root()),
            folders.dataOf("postgresql"),
            folders.databaseLog(),
            ports.postgresql(),
            secrets,
            inherited);
    var port = new Port(ports.postgresql(), "BELLWETHER_POSTGRESQL_PORT");
    return new Part("postgresql", List.of(port), List.of(), program);
  }

  private Builder service(String name, int port) {
    var mainClass =
        "dev.bellwether.%s.%s%s"
            .formatted(name, name.substring(0, 1).toUpperCase(Locale.ROOT), name.substring(1));
    return new Builder(name, "trading/" + name, mainClass)
        .port(port, setting(name))
        .health("/health");
  }

  private static String setting(String name) {
    return "BELLWETHER_%s_PORT".formatted(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private String jar(String module) {
    return JavaProgram.jar(configuration.root(), module).toString();
  }

  private static String joined(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }

  /// What decides how a process behaves stands in this file. A variable from the user's shell, say
  /// an exporter's address for some other work, must not change it.
  private static Map<String, String> inherited(Map<String, String> environment) {
    var inherited = new HashMap<String, String>();
    for (var name : List.of("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "TZ", "USER")) {
      if (environment.containsKey(name)) {
        inherited.put(name, environment.get(name));
      }
    }
    return inherited;
  }

  /// Collects what is special about one JVM.
  private final class Builder {
    private final String name;
    private final String module;
    private final String mainClass;
    private final List<Port> listening = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final List<String> needs = new ArrayList<>();
    private final List<String> instrumentations = new ArrayList<>();
    private final Map<String, String> agentSettings = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>(inherited);
    private String healthPath = "";

    Builder(String name, String module, String mainClass) {
      this.name = name;
      this.module = module;
      this.mainClass = mainClass;
    }

    Builder port(int number, String setting) {
      listening.add(new Port(number, setting));
      return this;
    }

    Builder health(String path) {
      healthPath = path;
      return this;
    }

    Builder heap(int mebibytes) {
      options.add("-Xmx" + mebibytes + "m");
      return this;
    }

    Builder option(String option) {
      options.add(option);
      return this;
    }

    Builder instrumented(String... names) {
      instrumentations.addAll(List.of(names));
      return this;
    }

    Builder telemetry(String variable, String value) {
      agentSettings.put(variable, value);
      return this;
    }

    Builder with(String variable, Object value) {
      environment.put(variable, value.toString());
      return this;
    }

    Builder needs(String part) {
      needs.add(part);
      return this;
    }

    Part part() {
      if (!instrumentations.isEmpty()) {
        options.add(telemetry.option());
        environment.putAll(telemetry.environment(name, instrumentations, agentSettings));
      }
      var health = URI.create(url(listening.getFirst().number()) + healthPath);
      var program =
          new JavaProgram(configuration.root(), module, mainClass, options, environment, health);
      return new Part(name, listening, needs, program);
    }
  }
}

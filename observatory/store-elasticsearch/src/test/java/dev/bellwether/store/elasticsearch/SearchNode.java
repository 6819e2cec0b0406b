package dev.bellwether.store.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A real node in its own process, gone with this one: the node ends when its standard input
/// closes, which also happens when this process is killed. One of each engine is shared by all
/// tests of a run; who kills a node has one of its own. Tests of other modules may start it, too.
///
/// Its files and its log are in `target/nodes/NAME`.
public final class SearchNode {
  private static final Duration START_MAX = Duration.ofSeconds(90);
  private static final Path NODES = Path.of("target/nodes").toAbsolutePath();

  /// What the node logs when it listens: `publish_address {127.0.0.1:9200}, bound_addresses …`,
  /// once for its own protocol and once for HTTP.
  private static final Pattern HTTP_ADDRESS =
      Pattern.compile("Http\\w*ServerTransport.*publish_address \\{127[.]0[.]0[.]1:(\\d+)}");

  private final Path home;
  private final List<String> javaArguments;
  private Process process;
  private final URI uri;

  private SearchNode(Path home, List<String> javaArguments) {
    this.home = home;
    this.javaArguments = javaArguments;
    this.process = start(0);
    this.uri = awaitAddress();
  }

  /// A node of Elasticsearch that nobody else uses.
  public static SearchNode ownElasticsearch() {
    return Elasticsearch.start("elasticsearch-own");
  }

  /// As `kill -9`.
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /// Starts it again, on its old data and at its old address.
  public void restart() {
    process = start(uri.getPort());
    awaitAddress();
  }

  static SearchNode elasticsearch() {
    return Elasticsearch.NODE;
  }

  static SearchNode openSearch() {
    return OpenSearch.NODE;
  }

  public URI uri() {
    return uri;
  }

  /// A new folder for each run: a node that was killed may have left anything behind.
  private static Path home(String name) {
    return NODES.resolve(name + "-" + ProcessHandle.current().pid());
  }

  private Process start(int port) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xms256m",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(javaArguments);
    command.addAll(
        List.of(
            "path.home=" + home,
            "cluster.name=test",
            "node.name=node",
            "discovery.type=single-node",
            "network.host=127.0.0.1",
            "http.port=" + port,
            "transport.port=0",
            // The disk of a developer's machine may be almost full; the tests store a few
            // megabytes.
            "cluster.routing.allocation.disk.threshold_enabled=false"));
    try {
      Files.createDirectories(home.resolve("config"));
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(log().toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log() {
    return home.resolveSibling(home.getFileName() + ".log");
  }

  private URI awaitAddress() {
    var port =
        Awaitility.await("the address in " + log())
            .atMost(START_MAX)
            .until(this::port, found -> !found.isEmpty());
    return URI.create("http://127.0.0.1:" + port);
  }

  private String port() throws IOException {
    var text = Files.readString(log());
    assertThat(process.isAlive()).as("the node ended: %s", text).isTrue();
    var address = HTTP_ADDRESS.matcher(text);
    return address.find() ? address.group(1) : "";
  }

  /// The jar of the node's module and its libraries, as its build has written them down. Tests run
  /// in the folder of their module, which is beside ours.
  private static List<Path> jars(String module) {
    var target = Path.of("../store-elasticsearch", module, "target");
    try (var files = Files.list(target)) {
      var jar = files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
      var libraries = Files.readString(target.resolve("classpath")).strip();
      return Stream.concat(
              Stream.of(jar.toAbsolutePath()),
              Stream.of(libraries.split(File.pathSeparator)).map(Path::of))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /// Started when the first test asks.
  private static final class OpenSearch {
    private static final SearchNode NODE =
        new SearchNode(
            home("opensearch"),
            List.of(
                "-cp",
                classPath(jars("node-opensearch")),
                "dev.bellwether.node.opensearch.OpenSearchNode"));
  }

  /// Started when the first test asks.
  ///
  /// Its HTTP server is a module, which must have a class loader of its own: these jars go into
  /// `modules/`, with a descriptor, and not on the class path.
  private static final class Elasticsearch {
    private static final String MODULE = "transport-netty4";
    private static final Pattern OF_MODULE =
        Pattern.compile("(netty-|transport-netty4|elasticsearch-ssl-config).*");

    private static final SearchNode NODE = start("elasticsearch");

    private static SearchNode start(String name) {
      var home = home(name);
      var jars = jars("node-elasticsearch");
      var module = jars.stream().filter(Elasticsearch::isOfModule).toList();
      try {
        writeModule(home.resolve("modules").resolve(MODULE), module);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new SearchNode(
          home,
          List.of(
              "-Dorg.elasticsearch.nativeaccess.enableVectorLibrary=false",
              "-cp",
              classPath(jars.stream().filter(jar -> !isOfModule(jar)).toList()),
              "dev.bellwether.node.elasticsearch.ElasticsearchNode"));
    }

    private static boolean isOfModule(Path jar) {
      return OF_MODULE.matcher(jar.getFileName().toString()).matches();
    }

    private static void writeModule(Path folder, List<Path> jars) throws IOException {
      Files.createDirectories(folder);
      for (var jar : jars) {
        Files.copy(jar, folder.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
      var name = MODULE + "-";
      var version =
          jars.stream()
              .map(jar -> jar.getFileName().toString())
              .filter(jar -> jar.startsWith(name))
              .map(jar -> jar.substring(name.length(), jar.length() - ".jar".length()))
              .findFirst()
              .orElseThrow();
      Files.writeString(
          folder.resolve("plugin-descriptor.properties"),
          """
          description=HTTP and the transport between nodes
          version=%s
          name=transport-netty4
          classname=org.elasticsearch.transport.netty4.Netty4Plugin
          java.version=21
          elasticsearch.version=%1$s
          extended.plugins=
          has.native.controller=false
          modulename=
          """
              .formatted(version));
    }
  }
}

package dev.bellwether.node.opensearch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opensearch.Version;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.node.NodeValidationException;
import org.opensearch.plugins.PluginInfo;

/// Starts one node and ends with it when standard input closes, so that it never outlives the test.
///
/// Arguments are settings, `key=value`.
final class OpenSearchNode {
  private static final int CLOSE_SECONDS_MAX = 10;

  private OpenSearchNode() {}

  public static void main(String[] arguments) throws IOException {
    var settings = Settings.builder();
    for (var argument : arguments) {
      var equals = argument.indexOf('=');
      settings.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    var config = Path.of(settings.get("path.home"), "config");
    var environment =
        InternalSettingsPreparer.prepareEnvironment(
            settings.build(), Map.of(), config, () -> "node");
    LogConfigurator.setNodeName(Node.NODE_NAME_SETTING.get(environment.settings()));
    start(environment);
    while (System.in.read() >= 0) {
      // Nobody writes: the end of the stream is what we wait for.
    }
    System.exit(0);
  }

  @SuppressWarnings("resource") // closed by the hook, with the process
  private static void start(Environment environment) {
    var node = new EmbeddedNode(environment);
    try {
      node.start();
    } catch (NodeValidationException e) {
      throw new IllegalStateException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
  }

  private static void close(Node node) {
    try {
      node.close();
      node.awaitClose(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("the node did not close", e);
    }
  }

  /// The constructor that takes plugins of the class path is protected.
  private static final class EmbeddedNode extends Node {
    EmbeddedNode(Environment environment) {
      super(environment, modules(), true);
    }

    private static List<PluginInfo> modules() {
      return Stream.of(
              "org.opensearch.transport.Netty4ModulePlugin",
              "org.opensearch.index.mapper.MapperExtrasModulePlugin")
          .map(EmbeddedNode::module)
          .toList();
    }

    private static PluginInfo module(String type) {
      var version = Version.CURRENT;
      return new PluginInfo(
          type, "a module", version.toString(), version, "21", type, List.of(), false);
    }
  }
}

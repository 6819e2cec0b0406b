package dev.bellwether.node.elasticsearch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.node.NodeValidationException;
import org.elasticsearch.plugins.PluginsLoader;

/// Starts one node and ends with it when standard input closes, so that it never outlives the test.
///
/// Arguments are settings, `key=value`. The modules in `path.home/modules` are loaded, each with a
/// class loader of its own, as the distribution does.
final class ElasticsearchNode {
  private static final int CLOSE_SECONDS_MAX = 10;

  private ElasticsearchNode() {}

  public static void main(String[] arguments) throws IOException {
    // First of all: the loader of modules logs through it.
    LogConfigurator.configureESLogging();
    var settings = Settings.builder();
    for (var argument : arguments) {
      var equals = argument.indexOf('=');
      settings.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    var home = Path.of(settings.get("path.home"));
    var environment =
        InternalSettingsPreparer.prepareEnvironment(
            settings.build(), Map.of(), home.resolve("config"), () -> "node");
    LogConfigurator.setNodeName(Node.NODE_NAME_SETTING.get(environment.settings()));
    start(environment, home.resolve("modules"));
    while (System.in.read() >= 0) {
      // Nobody writes: the end of the stream is what we wait for.
    }
    System.exit(0);
  }

  @SuppressWarnings("resource") // closed by the hook, with the process
  private static void start(Environment environment, Path modules) throws IOException {
    var bundles = PluginsLoader.loadModulesBundles(modules, false);
    var node =
        new EmbeddedNode(
            environment, PluginsLoader.createPluginsLoader(bundles, Set.of(), Map.of(), false));
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

  /// The constructor is protected.
  private static final class EmbeddedNode extends Node {
    EmbeddedNode(Environment environment, PluginsLoader plugins) {
      super(environment, plugins);
    }
  }
}

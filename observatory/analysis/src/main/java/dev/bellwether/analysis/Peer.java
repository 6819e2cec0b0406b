package dev.bellwether.analysis;

import dev.bellwether.analysis.ServiceMap.NodeKind;
import dev.bellwether.model.Value;
import java.net.InetAddress;
import java.net.URI;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whom a span calls, as far as its own attributes tell. Current and former names of
/// OpenTelemetry's attributes lead to the same peer.
///
/// @param detail how much the attributes told: the outer of two nested exit spans names the peer
///   when it knows more
record Peer(NodeKey node, Detail detail) {
  enum Detail {
    NOTHING,
    ADDRESS,
    NAME
  }

  private static final String UNKNOWN = "unknown";

  /// The peer of a span that calls out. Never absent: a call to nobody knows whom is still a call.
  static Peer of(Map<String, Value> attributes) {
    var database = text(attributes, "db.system.name", "db.system");
    var messaging = text(attributes, "messaging.system");
    var name = text(attributes, "service.peer.name", "peer.service");
    if (!database.isEmpty()) {
      return database(attributes, database, name);
    }
    if (!messaging.isEmpty()) {
      return messaging(attributes, messaging, name);
    }
    if (!name.isEmpty()) {
      return external(name, Detail.NAME);
    }
    var address = address(attributes);
    if (!address.isEmpty()) {
      return external(address, Detail.ADDRESS);
    }
    var remote = text(attributes, "rpc.service");
    if (!remote.isEmpty()) {
      return external(remote, Detail.NAME);
    }
    var system = text(attributes, "rpc.system.name", "rpc.system");
    return external(system.isEmpty() ? UNKNOWN : UNKNOWN + "-" + system, Detail.NOTHING);
  }

  /// The queue or topic of a producer or consumer; absent when its attributes name none.
  static @Nullable Peer queue(Map<String, Value> attributes) {
    var system = text(attributes, "messaging.system");
    return system.isEmpty()
        ? null
        : messaging(attributes, system, text(attributes, "service.peer.name", "peer.service"));
  }

  /// The attributes that [#of] or [#queue] name the peer by, in their order of precedence.
  static Map<String, String> namedBy(Map<String, Value> attributes, boolean queue) {
    var asked = new Asked(attributes);
    if (queue) {
      queue(asked);
    } else {
      of(asked);
    }
    return asked.found;
  }

  /// How many messages a span at a queue handles.
  static int messages(Map<String, Value> attributes) {
    return attributes.get("messaging.batch.message_count") instanceof Value.Whole(long number)
        ? Math.clamp(number, 0, Integer.MAX_VALUE)
        : 1;
  }

  /// Whether a span that does not say its kind calls out, judging by its attributes.
  static boolean named(Map<String, Value> attributes) {
    return !text(attributes, "db.system.name", "db.system").isEmpty()
        || !text(attributes, "messaging.system").isEmpty()
        || !text(attributes, "rpc.system.name", "rpc.system").isEmpty()
        || !text(attributes, "service.peer.name", "peer.service").isEmpty();
  }

  /// The database, not the host, is the key: replicas of `trades` are one node.
  private static Peer database(Map<String, Value> attributes, String system, String name) {
    var key = name.isEmpty() ? text(attributes, "db.namespace", "db.name") : name;
    // PostgreSQL's namespace is "database|schema".
    int schema = system.equals("postgresql") ? key.indexOf('|') : -1;
    key = schema < 0 ? key : key.substring(0, schema);
    if (key.isEmpty()) {
      key = address(attributes);
    }
    return new Peer(new NodeKey(NodeKind.DATABASE, joined(system, key)), Detail.NAME);
  }

  private static Peer messaging(Map<String, Value> attributes, String system, String name) {
    var key = name;
    if (key.isEmpty() && !temporary(attributes)) {
      key =
          text(
              attributes,
              "messaging.destination.template",
              "messaging.destination.name",
              "messaging.destination");
    }
    return new Peer(new NodeKey(NodeKind.MESSAGING, joined(system, key)), Detail.NAME);
  }

  /// Names of temporary queues are made up for one reply: as keys they would never end.
  private static boolean temporary(Map<String, Value> attributes) {
    return text(attributes, "messaging.destination.temporary").equals("true")
        || text(attributes, "messaging.destination.anonymous").equals("true");
  }

  private static Peer external(String name, Detail detail) {
    return new Peer(new NodeKey(NodeKind.EXTERNAL, "external/" + name), detail);
  }

  private static String joined(String system, String key) {
    return key.isEmpty() ? system : system + "/" + key;
  }

  private static String address(Map<String, Value> attributes) {
    var host = text(attributes, "server.address", "net.peer.name");
    if (!host.isEmpty()) {
      return address(host, text(attributes, "server.port", "net.peer.port"));
    }
    var url = text(attributes, "url.full", "http.url");
    var fromUrl = url.isEmpty() ? "" : addressOfUrl(url);
    if (!fromUrl.isEmpty()) {
      return fromUrl;
    }
    var network = text(attributes, "network.peer.address", "net.sock.peer.addr");
    return network.isEmpty()
        ? ""
        : address(network, text(attributes, "network.peer.port", "net.sock.peer.port"));
  }

  private static String addressOfUrl(String url) {
    try {
      var uri = URI.create(url);
      var port = uri.getPort();
      return uri.getHost() == null ? "" : address(uri.getHost(), port < 0 ? "" : "" + port);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  private static String address(String host, String port) {
    var plain = host.indexOf(':') >= 0 ? sixthVersion(host) : host;
    return port.isEmpty() || port.equals("80") || port.equals("443") ? plain : plain + ":" + port;
  }

  /// An IPv6 address can be written in many ways; this is the one of the JDK, in brackets.
  private static String sixthVersion(String host) {
    try {
      return "[" + InetAddress.ofLiteral(host).getHostAddress() + "]";
    } catch (IllegalArgumentException _) {
      return host;
    }
  }

  /// The first of `keys` that is there and not empty, else an empty text.
  private static String text(Map<String, Value> attributes, String... keys) {
    for (var key : keys) {
      var value = attributes.get(key);
      if (value != null) {
        var text = value.text();
        if (!text.isEmpty()) {
          return text;
        }
      }
    }
    return "";
  }

  /// Attributes that note what was asked for and found.
  private static final class Asked extends AbstractMap<String, Value> {
    final Map<String, String> found = new LinkedHashMap<>();
    private final Map<String, Value> all;

    Asked(Map<String, Value> all) {
      this.all = all;
    }

    @Override
    public @Nullable Value get(Object key) {
      var value = all.get(key);
      if (value != null && !value.text().isEmpty()) {
        found.put(key.toString(), value.text());
      }
      return value;
    }

    @Override
    public Set<Entry<String, Value>> entrySet() {
      return all.entrySet();
    }
  }
}

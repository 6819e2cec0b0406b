package dev.bellwether.analysis;

import dev.bellwether.analysis.ServiceMap.NodeKind;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Says in sentences why an edge is drawn.
final class EdgeWords {
  private EdgeWords() {}

  /// @param named the attributes that name the target
  static String why(CallRule rule, EdgeKey edge, Map<String, String> named) {
    var source = name(edge.source());
    var target = name(edge.target());
    return switch (rule) {
      case ANSWERED ->
          edge.source().kind() == NodeKind.EXTERNAL
              ? "A client span that names the address %s is the parent of a server span of %s, one of several services that answer there."
                  .formatted(source, target)
              : "A client span of %s is the parent of a server span of %s: both ends of the call were seen."
                  .formatted(source, target);
      case UNDER_PARENT ->
          "A server span of %s has a parent in %s that is no client span: the call itself was not recorded, but who made it is known."
              .formatted(target, source);
      case ENTRY ->
          "A server span of %s has no parent: the request came from somebody who sends no context."
              .formatted(target);
      case UNANSWERED ->
          "A client span of %s has no server span below it: whoever answered sends no spans. %s"
              .formatted(source, named(named));
      case KNOWN_ADDRESS ->
          "A client span of %s was not answered in its trace, but at its address other calls were answered by %s. %s"
              .formatted(source, target, named(named));
      case BALANCED ->
          "Calls of %s to this address are answered by several services, so it is a node of its own, as a load balancer is. %s"
              .formatted(source, named(named));
      case INFERRED ->
          "A span of %s that is no server span has its parent in %s: a call must have come between, but neither end of it was seen."
              .formatted(target, source);
      case SEND -> "A producer span of %s names its queue. %s".formatted(source, named(named));
      case RECEIVE -> "A consumer span of %s names its queue. %s".formatted(target, named(named));
      case HANDOVER ->
          "A consumer span of %s has its parent in %s: the message carried the context."
              .formatted(target, source);
      case LINKED_HANDOVER ->
          "A consumer span of %s has a span link to a producer span of %s: that is the message it works on."
              .formatted(target, source);
    };
  }

  /// `service.name` of it, or the address.
  static String name(NodeKey node) {
    return node.kind() == NodeKind.EXTERNAL && node.id().startsWith("external/")
        ? node.id().substring("external/".length())
        : node.id();
  }

  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String named(Map<String, String> named) {
    return named.isEmpty()
        ? "No attribute says who that is."
        : named.entrySet().stream()
            .map(one -> one.getKey() + " = " + one.getValue())
            .collect(Collectors.joining(", ", "It is named by ", "."));
  }
}

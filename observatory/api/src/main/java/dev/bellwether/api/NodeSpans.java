package dev.bellwether.api;

import dev.bellwether.analysis.ServiceMap;
import dev.bellwether.store.query.Field;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.Literal;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.query.TextPattern;
import java.util.List;
import java.util.Optional;

/// The query for the spans that a node of the map is judged by: the requests of a service that came
/// in, or the calls to what sends no telemetry.
final class NodeSpans {
  private NodeSpans() {}

  private static final Query CAME_IN =
      new Query.Or(
          List.of(
              equal(Intrinsic.KIND, TextPattern.literal("server")),
              equal(Intrinsic.KIND, TextPattern.literal("consumer"))));

  /// Nothing for a node of which the spans have no attribute in common.
  ///
  /// @param called whether anybody calls it; a service that nobody calls is judged by its own calls
  static Optional<Query> of(ServiceMap.Node node, boolean called) {
    var id = node.id();
    int slash = id.indexOf('/');
    return switch (node.kind()) {
      case SERVICE -> Optional.of(service(node.name(), called));
      case DATABASE ->
          slash < 0
              ? Optional.empty()
              : Optional.of(database(id.substring(0, slash), id.substring(slash + 1)));
      case EXTERNAL -> external(id.substring(slash + 1));
      case MESSAGING, CLIENT -> Optional.empty();
    };
  }

  private static Query service(String name, boolean called) {
    var own = equal(Intrinsic.SERVICE_NAME, TextPattern.literal(name));
    return called ? new Query.And(List.of(own, CAME_IN)) : own;
  }

  /// PostgreSQL's namespace is `database|schema`, and the node is the database.
  private static Query database(String system, String name) {
    var namespace = Field.named("db.namespace");
    return new Query.And(
        List.of(
            equal(Field.named("db.system.name"), TextPattern.literal(system)),
            new Query.Or(
                List.of(
                    equal(namespace, TextPattern.literal(name)),
                    equal(namespace, new TextPattern(List.of(name + "|", "")))))));
  }

  private static Optional<Query> external(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 0 || !address.substring(colon + 1).matches("\\d{1,5}")) {
      return Optional.empty();
    }
    return Optional.of(
        new Query.And(
            List.of(
                equal(
                    Field.named("server.address"),
                    TextPattern.literal(address.substring(0, colon))),
                new Query.Comparison(
                    Field.named("server.port"),
                    Query.Operator.EQUAL,
                    Literal.Decimal.of(Long.parseLong(address.substring(colon + 1)))))));
  }

  private static Query equal(Field field, TextPattern pattern) {
    return new Query.Comparison(field, Query.Operator.EQUAL, new Literal.Text(pattern));
  }
}

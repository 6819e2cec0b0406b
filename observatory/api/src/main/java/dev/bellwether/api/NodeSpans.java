package dev.bellwether.api;

import dev.bellwether.analysis.ServiceMap;
import dev.bellwether.store.query.Field;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.Literal;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.query.TextPattern;
import java.util.List;
import java.util.Optional;

/// The query for the spans that a node of the map is drawn from: a service's own, or the calls to
/// what sends no telemetry.
final class NodeSpans {
  private NodeSpans() {}

  /// Nothing for a node of which the spans have no attribute in common.
  static Optional<Query> of(ServiceMap.Node node) {
    var id = node.id();
    int slash = id.indexOf('/');
    return switch (node.kind()) {
      case SERVICE -> Optional.of(equal(Intrinsic.SERVICE_NAME, TextPattern.literal(node.name())));
      case DATABASE ->
          slash < 0
              ? Optional.empty()
              : Optional.of(database(id.substring(0, slash), id.substring(slash + 1)));
      case EXTERNAL -> external(id.substring(slash + 1));
      case MESSAGING, CLIENT -> Optional.empty();
    };
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

package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Value;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.segments.columns.Fingerprint.Source;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;

/// Gathers who sent each row and writes it as two columns, which every table has. One thread.
final class Origins {
  static final String RESOURCE = "resource";
  static final String SCOPE = "scope";

  private final Dictionary resources = new Dictionary();
  private final Dictionary scopes = new Dictionary();
  private final long[] resourceIds;
  private final long[] scopeIds;

  /// The records of a request share one object: its content is looked at once.
  private final IdentityHashMap<Resource, Integer> knownResources = new IdentityHashMap<>();

  private final IdentityHashMap<Scope, Integer> knownScopes = new IdentityHashMap<>();

  Origins(int rows) {
    resourceIds = new long[rows];
    scopeIds = new long[rows];
  }

  void add(int row, Resource resource, Scope scope) {
    resourceIds[row] =
        knownResources.computeIfAbsent(
            resource, one -> resources.idOf(new Value.MapOf(one.attributes())));
    scopeIds[row] = knownScopes.computeIfAbsent(scope, one -> scopes.idOf(value(one)));
  }

  void write(TableWriter writer, BloomFilter filter, int filterMax) throws IOException {
    writer.values(RESOURCE, resources, resourceIds);
    writer.values(SCOPE, scopes, scopeIds);
    Fingerprint.addAll(
        filter,
        filterMax,
        Source.RESOURCE,
        resources.values().stream().map(StoredValue::map).toList());
    var services =
        resources.values().stream().map(one -> Value.of(resource(one).serviceName())).toList();
    Fingerprint.addAll(filter, filterMax, Fingerprint.field(Intrinsic.SERVICE_NAME), services);
    var names = scopes.values().stream().map(one -> Value.of(scope(one).name())).toList();
    Fingerprint.addAll(filter, filterMax, Fingerprint.field(Intrinsic.SCOPE_NAME), names);
  }

  static Resource resource(Value stored) {
    return new Resource(StoredValue.map(stored));
  }

  static Scope scope(Value stored) {
    var parts = StoredValue.list(stored);
    return new Scope(parts.get(0).text(), parts.get(1).text(), StoredValue.map(parts.get(2)));
  }

  private static Value value(Scope scope) {
    return new Value.ListOf(
        List.of(
            Value.of(scope.name()),
            Value.of(scope.version()),
            new Value.MapOf(scope.attributes())));
  }
}

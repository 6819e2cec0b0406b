package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Value;
import java.util.HashMap;
import java.util.Map;

/// Rebuilds what every record has: who sent it, and its attributes. One thread.
final class OriginReading {
  private final Reading reading;
  private final ColumnReading resources;
  private final ColumnReading scopes;
  private final Map<Integer, Resource> knownResources = new HashMap<>();
  private final Map<Integer, Scope> knownScopes = new HashMap<>();

  OriginReading(Reading reading) {
    this.reading = reading;
    this.resources = reading.fixed(Origins.RESOURCE);
    this.scopes = reading.fixed(Origins.SCOPE);
  }

  Resource resource(int row) {
    return knownResources.computeIfAbsent(
        (int) resources.at(row), id -> Origins.resource(resources.value(id)));
  }

  Scope scope(int row) {
    return knownScopes.computeIfAbsent((int) scopes.at(row), id -> Origins.scope(scopes.value(id)));
  }

  Map<String, Value> attributes(int row) {
    var attributes = new HashMap<String, Value>();
    for (var column : reading.attributes()) {
      var value = column.valueAt(row);
      if (value != null) {
        attributes.put(column.name(), value);
      }
    }
    var rest = reading.fixed(AttributeColumns.REST).valueAt(row);
    if (rest != null) {
      attributes.putAll(StoredValue.map(rest));
    }
    return attributes;
  }
}

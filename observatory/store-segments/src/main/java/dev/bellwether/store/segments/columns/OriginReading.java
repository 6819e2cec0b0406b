package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rebuilds what every record has: who sent it, and its attributes. One thread.
final class OriginReading {
  @SuppressWarnings({"rawtypes", "unchecked"}) // there are no generic arrays
  private static final Map.Entry<String, Value>[] NO_ENTRIES = new Map.Entry[0];

  private final Reading reading;
  private final ColumnReading resources;
  private final ColumnReading scopes;
  private final ColumnReading rest;
  private final Map<Integer, Resource> knownResources = new HashMap<>();
  private final Map<Integer, Scope> knownScopes = new HashMap<>();
  private final List<Map.Entry<String, Value>> found = new ArrayList<>();

  OriginReading(Reading reading) {
    this.reading = reading;
    this.resources = reading.fixed(Origins.RESOURCE);
    this.scopes = reading.fixed(Origins.SCOPE);
    this.rest = reading.fixed(AttributeColumns.REST);
  }

  Resource resource(int row) {
    return knownResources.computeIfAbsent(
        (int) resources.at(row), id -> Origins.resource(resources.value(id)));
  }

  Scope scope(int row) {
    return knownScopes.computeIfAbsent((int) scopes.at(row), id -> Origins.scope(scopes.value(id)));
  }

  Map<String, Value> attributes(int row) {
    found.clear();
    for (var column : reading.attributes()) {
      var value = column.valueAt(row);
      if (value != null) {
        found.add(Map.entry(column.name(), value));
      }
    }
    var more = rest.valueAt(row);
    if (more != null) {
      // No key has a column and is among the rest.
      StoredValue.map(more).forEach((key, value) -> found.add(Map.entry(key, value)));
    }
    return Map.ofEntries(found.toArray(NO_ENTRIES));
  }
}

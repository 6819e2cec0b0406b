package dev.bellwether.model;

import java.util.Map;

/// Who sent it: the process, its host, its service.
public record Resource(Map<String, Value> attributes) {
  /// The name that the specification gives to a service that does not tell its own.
  public static final String UNKNOWN_SERVICE = "unknown_service";

  public Resource {
    attributes = Map.copyOf(attributes);
  }

  /// `service.name`, or [#UNKNOWN_SERVICE] where it is missing or empty.
  public String serviceName() {
    var name = attributes.getOrDefault("service.name", Value.EMPTY).text();
    return name.isEmpty() ? UNKNOWN_SERVICE : name;
  }
}

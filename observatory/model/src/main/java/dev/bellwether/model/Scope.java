package dev.bellwether.model;

import java.util.Map;

/// The instrumentation library that made a record: OTLP's `InstrumentationScope`. Absent parts are
/// empty.
public record Scope(String name, String version, Map<String, Value> attributes) {
  public static final Scope NONE = new Scope("", "", Map.of());

  public Scope {
    attributes = Map.copyOf(attributes);
  }
}

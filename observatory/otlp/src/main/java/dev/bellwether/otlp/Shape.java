package dev.bellwether.otlp;

import java.util.HashMap;
import java.util.Map;

/// The fields of one message: their numbers in protobuf and their names in JSON.
final class Shape {
  private final Map<String, Field> fields = new HashMap<>();

  private Shape() {}

  /// Reads a list of fields such as `name=5 kind=6 attributes[]=9`, where `[]` means repeated.
  static Shape of(String list) {
    var shape = new Shape();
    for (var field : list.split(" ", -1)) {
      int equals = field.indexOf('=');
      boolean repeated = field.startsWith("[]", equals - 2);
      var name = field.substring(0, repeated ? equals - 2 : equals);
      shape.fields.put(name, new Field(Integer.parseInt(field.substring(equals + 1)), repeated));
    }
    return shape;
  }

  /// What stands for a JSON name; a field with number 0 where it is unknown.
  Field field(String name) {
    return fields.getOrDefault(name, Field.UNKNOWN);
  }

  record Field(int number, boolean repeated) {
    static final Field UNKNOWN = new Field(0, false);
  }
}

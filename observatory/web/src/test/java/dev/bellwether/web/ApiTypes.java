package dev.bellwether.web;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The API's records as TypeScript interfaces. A record becomes an interface, nested records before
/// the one that holds them; a `@Nullable` component may be null.
final class ApiTypes {
  private final Map<String, String> interfaces = new TreeMap<>();

  static String of(List<Class<?>> answers) {
    var types = new ApiTypes();
    answers.forEach(types::add);
    return """
    // The shapes of the API's answers. Generated from the records of observatory/api by ApiTypesTest:
    // change the record, not this file.

    """
        + String.join("\n", types.interfaces.values());
  }

  private void add(Class<?> type) {
    if (interfaces.containsKey(nameOf(type))) {
      return;
    }
    interfaces.put(nameOf(type), "");
    var lines =
        Arrays.stream(type.getRecordComponents())
            .map(component -> "  %s: %s;\n".formatted(component.getName(), typeOf(component)))
            .collect(Collectors.joining());
    interfaces.put(nameOf(type), "export interface %s {\n%s}\n".formatted(nameOf(type), lines));
  }

  /// `Span` of `TraceJson` is `TraceJsonSpan`: names are one flat space in TypeScript.
  private static String nameOf(Class<?> type) {
    var outer = type.getEnclosingClass();
    return outer == null ? type.getSimpleName() : nameOf(outer) + type.getSimpleName();
  }

  private String typeOf(RecordComponent component) {
    var type = typeOf(component.getGenericType());
    var nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    return nullable ? type + " | null" : type;
  }

  private String typeOf(Type type) {
    if (type instanceof ParameterizedType generic) {
      var arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return typeOf(arguments[0]) + "[]";
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return "Record<string, %s>".formatted(typeOf(arguments[1]));
      }
    }
    if (type instanceof Class<?> raw) {
      if (raw == String.class) {
        return "string";
      }
      if (raw == boolean.class || raw == Boolean.class) {
        return "boolean";
      }
      if (raw == Object.class) {
        return "unknown";
      }
      if (raw.isPrimitive() || Number.class.isAssignableFrom(raw)) {
        return "number";
      }
      if (raw.isRecord()) {
        add(raw);
        return nameOf(raw);
      }
    }
    throw new IllegalArgumentException("%s: no TypeScript type is known".formatted(type));
  }
}

package dev.bellwether.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The OpenAPI 3.1 document, written from the endpoints and the records that they answer with: it
/// cannot say anything else than what the server does.
final class OpenApi {
  private final Map<String, Object> schemas = new TreeMap<>();

  private OpenApi() {}

  static Map<String, Object> document(String version, List<Endpoint> endpoints) {
    return new OpenApi().write(version, endpoints);
  }

  private Map<String, Object> write(String version, List<Endpoint> endpoints) {
    var paths = new LinkedHashMap<String, Object>();
    for (Endpoint endpoint : endpoints) {
      paths.put(
          endpoint.path(), Map.of(endpoint.method().toLowerCase(Locale.ROOT), operation(endpoint)));
    }
    var document = new LinkedHashMap<String, Object>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "Bellwether observatory", "version", version));
    document.put("paths", paths);
    schemas.put("Problem", problem());
    document.put("components", Map.of("schemas", schemas));
    return document;
  }

  private Map<String, Object> operation(Endpoint endpoint) {
    var operation = new LinkedHashMap<String, Object>();
    operation.put("summary", endpoint.summary());
    operation.put("parameters", endpoint.parameters().stream().map(OpenApi::parameter).toList());
    operation.put(
        "responses",
        Map.of(
            "200",
            content("The answer.", "application/json", schema(endpoint.answer())),
            "default",
            content(
                "A problem document that names the parameter, its value and the rule.",
                "application/problem+json",
                reference("Problem"))));
    return operation;
  }

  private static Map<String, Object> parameter(Parameter parameter) {
    return Map.of(
        "name", parameter.name(),
        "in", parameter.inPath() ? "path" : "query",
        "required", parameter.inPath(),
        "description", parameter.description(),
        "schema", Map.of("type", parameter.type()));
  }

  private static Map<String, Object> content(String description, String type, Object schema) {
    return Map.of("description", description, "content", Map.of(type, Map.of("schema", schema)));
  }

  private Object schema(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      return generic.getRawType() == List.class
          ? Map.of("type", "array", "items", schema(last))
          : Map.of("type", "object", "additionalProperties", schema(last));
    }
    if (type instanceof Class<?> plain && plain.isRecord()) {
      return record(plain);
    }
    return switch (type.getTypeName()) {
      case "java.lang.String" -> Map.of("type", "string");
      case "int", "long", "java.lang.Integer", "java.lang.Long" -> Map.of("type", "integer");
      case "double", "java.lang.Double" -> Map.of("type", "number");
      case "boolean", "java.lang.Boolean" -> Map.of("type", "boolean");
      case "java.lang.Object" -> Map.of();
      default -> throw new IllegalStateException("no JSON Schema for " + type.getTypeName());
    };
  }

  private Map<String, Object> record(Class<?> type) {
    String name = nameOf(type);
    if (!schemas.containsKey(name)) {
      schemas.put(name, Map.of());
      var properties = new LinkedHashMap<String, Object>();
      for (RecordComponent component : type.getRecordComponents()) {
        properties.put(component.getName(), property(component));
      }
      schemas.put(
          name,
          Map.of("type", "object", "properties", properties, "required", properties.keySet()));
    }
    return reference(name);
  }

  private Object property(RecordComponent component) {
    Object schema = schema(component.getGenericType());
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class)
        ? Map.of("oneOf", List.of(schema, Map.of("type", "null")))
        : schema;
  }

  /// `TraceJson.Span` is called `TraceSpan`.
  private static String nameOf(Class<?> type) {
    var outer = type.getEnclosingClass();
    return outer == null
        ? type.getSimpleName().replace("Json", "")
        : nameOf(outer) + type.getSimpleName();
  }

  private static Map<String, Object> reference(String name) {
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  /// RFC 9457.
  private static Map<String, Object> problem() {
    return Map.of(
        "type",
        "object",
        "properties",
        Map.of(
            "type", Map.of("type", "string"),
            "title", Map.of("type", "string"),
            "status", Map.of("type", "integer"),
            "detail", Map.of("type", "string"),
            "instance", Map.of("type", "string"),
            "position",
                Map.of(
                    "type",
                    "integer",
                    "description",
                    "Where a query went wrong: how many of its characters are before.")));
  }
}

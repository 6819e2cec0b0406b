package dev.bellwether.api;

import java.util.List;

/// Where a resource is, what it takes and what it answers, as the OpenAPI document tells it.
///
/// @param path for example `/api/traces/{traceId}`
/// @param summary one sentence
/// @param answer the record that the resource answers with
record Endpoint(
    String method, String path, String summary, Class<?> answer, List<Parameter> parameters) {
  Endpoint {
    parameters = List.copyOf(parameters);
  }

  static Endpoint get(String path, String summary, Class<?> answer, Parameter... parameters) {
    return new Endpoint("GET", path, summary, answer, List.of(parameters));
  }

  /// For the few paths that change something.
  static Endpoint post(String path, String summary, Class<?> answer, Parameter... parameters) {
    return new Endpoint("POST", path, summary, answer, List.of(parameters));
  }

  /// The names that may stand in the query string.
  List<String> queryNames() {
    return parameters.stream()
        .filter(parameter -> !parameter.inPath())
        .map(Parameter::name)
        .toList();
  }
}

package dev.bellwether.api;

import java.util.List;

/// One path of the API: what it is called, what it takes, what it answers. The OpenAPI document is
/// written from these, so the two cannot differ.
interface Resource {
  /// For example `/api/traces/{traceId}`.
  String path();

  /// `GET`, or `POST` for the few paths that change something.
  default String method() {
    return "GET";
  }

  /// One sentence for the OpenAPI document.
  String summary();

  List<Parameter> parameters();

  /// The record that [#answer(Arguments)] returns.
  Class<?> answerType();

  /// Blocking, called on a virtual thread of the request's own.
  ///
  /// @throws dev.bellwether.http.Problem where the question cannot be answered
  Object answer(Arguments arguments);
}

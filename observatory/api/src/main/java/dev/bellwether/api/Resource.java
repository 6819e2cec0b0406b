package dev.bellwether.api;

/// One path of the API.
interface Resource {
  Endpoint endpoint();

  /// Blocking, called on a virtual thread of the request's own.
  ///
  /// @return a record of the type that the endpoint names
  /// @throws dev.bellwether.http.Problem where the question cannot be answered
  Object answer(Arguments arguments);
}

package dev.bellwether.api;

/// A parameter of the query string or of the path.
///
/// @param type a type of JSON Schema: `string`, `integer`
record Parameter(String name, boolean inPath, String type, String description) {
  static final Parameter FROM =
      optional("from", "string", "Start, epoch milliseconds or ISO-8601. Default: 15 minutes ago.");
  static final Parameter TO =
      optional("to", "string", "End, epoch milliseconds or ISO-8601. Default: now.");
  static final Parameter QUERY =
      optional("q", "string", "A query, for example `service.name : trader and status : error`.");
  static final Parameter LIMIT =
      optional("limit", "integer", "How many at the most, 1 to 1000. Default: 100.");

  static final Parameter EXPLAIN =
      optional("explain", "string", "`true` adds what the search cost the store. Default: false.");

  static Parameter optional(String name, String type, String description) {
    return new Parameter(name, false, type, description);
  }

  static Parameter inPath(String name, String description) {
    return new Parameter(name, true, "string", description);
  }
}

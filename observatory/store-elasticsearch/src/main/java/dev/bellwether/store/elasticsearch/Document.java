package dev.bellwether.store.elasticsearch;

import tools.jackson.databind.node.ObjectNode;

/// One record on its way to the cluster.
///
/// @param id its `_id`: who sends it again names it again, and the cluster keeps the first
/// @param source its JSON
record Document(String id, String source) {
  /// Per document, besides its parts: two lines and the references to them.
  private static final long OVERHEAD_BYTES = 100;

  long bytes() {
    return OVERHEAD_BYTES + id.length() + source.length();
  }

  /// Two lines of a bulk request.
  void appendTo(StringBuilder lines) {
    lines.append("{\"create\":{\"_id\":\"").append(id).append("\"}}\n").append(source).append('\n');
  }

  /// The same record for a cluster that refuses its fields: everything is text that is not looked
  /// at, and every search has to look at it itself.
  Document opaque() {
    var full = (ObjectNode) Cluster.JSON.readTree(source);
    var opaque = Cluster.JSON.createObjectNode();
    opaque.set("@timestamp", full.path("@timestamp"));
    for (var name : new String[] {"trace_id", "span_id"}) {
      if (full.has(name)) {
        opaque.set(name, full.get(name));
      }
    }
    var ours = (ObjectNode) full.path("bellwether").deepCopy();
    full.remove("search");
    ours.putObject("exact").put("document", full.toString());
    opaque.set("bellwether", ours);
    opaque.putObject("search").put("partial", true);
    return new Document(id, opaque.toString());
  }
}

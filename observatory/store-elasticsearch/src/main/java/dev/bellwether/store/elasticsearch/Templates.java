package dev.bellwether.store.elasticsearch;

import tools.jackson.databind.JsonNode;

/// What the cluster is told about our data streams before the first document.
///
/// Fields are fixed: `dynamic` is off, so that whatever a sender names its attributes, the mapping
/// keeps its size and no two documents can disagree about a type. Attributes are one field each for
/// all keys, for Kibana's filters: `flattened` in Elasticsearch, `flat_object` in OpenSearch. What
/// our own queries look at is in `search`, in the same way for both.
final class Templates {
  @SuppressWarnings("InlineFormatString") // a page of its own
  private static final String TEMPLATE =
      """
      {
        "index_patterns": ["%1$s"],
        "data_stream": {},
        "priority": 500,
        "template": {
          "settings": {
            "index": {
              %2$s
              "number_of_shards": 1,
              "auto_expand_replicas": "0-1",
              "refresh_interval": "1s",
              "codec": "default"
            }
          },
          "mappings": {
            "dynamic": false,
            "_source": { "excludes": ["search"] },
            "properties": {
              "@timestamp": { "type": "date_nanos" },
              "trace_id": { "type": "keyword", "ignore_above": 64 },
              "span_id": { "type": "keyword", "ignore_above": 64 },
              "parent_span_id": { "type": "keyword", "ignore_above": 64 },
              "name": { "type": "keyword", "ignore_above": 1024 },
              "kind": { "type": "keyword" },
              "duration": { "type": "long" },
              "status": {
                "properties": {
                  "code": { "type": "keyword" },
                  "message": { "type": "keyword", "ignore_above": 1024 }
                }
              },
              "severity_number": { "type": "integer" },
              "severity_text": { "type": "keyword", "ignore_above": 64 },
              "event_name": { "type": "keyword", "ignore_above": 1024 },
              "body": { "properties": { "text": { "type": "text" } } },
              "metric": {
                "properties": {
                  "name": { "type": "keyword", "ignore_above": 8191 },
                  "unit": { "type": "keyword", "ignore_above": 1024 },
                  "type": { "type": "keyword" },
                  "value": { "type": "double" },
                  "count": { "type": "long" },
                  "sum": { "type": "double" }
                }
              },
              "scope": {
                "properties": {
                  "name": { "type": "keyword", "ignore_above": 1024 },
                  "version": { "type": "keyword", "ignore_above": 1024 }
                }
              },
              "attributes": { "type": "%3$s" },
              "resource": { "properties": { "attributes": { "type": "%3$s" } } },
              "bellwether": {
                "properties": {
                  "time": { "type": "long" },
                  "arrival": { "type": "long" },
                  "exact": { "type": "object", "enabled": false }
                }
              },
              "search": {
                "properties": {
                  "keys": { "type": "keyword" },
                  "texts": { "type": "keyword" },
                  "numbers": { "type": "keyword" },
                  "words": { "type": "keyword" },
                  "partial": { "type": "boolean" }
                }
              }
            }
          }
        }
      }
      """;

  private Templates() {}

  static void install(Cluster cluster) {
    var elasticsearch = cluster.isElasticsearch();
    for (var signal : Signal.values()) {
      cluster.put("/_index_template/bellwether-" + signal.word(), template(signal, elasticsearch));
    }
  }

  /// Elasticsearch would make an index of logs one that does not keep documents as they were sent.
  private static JsonNode template(Signal signal, boolean elasticsearch) {
    return Cluster.JSON.readTree(
        TEMPLATE.formatted(
            signal.stream("*"),
            elasticsearch ? "\"mode\": \"standard\"," : "",
            elasticsearch ? "flattened" : "flat_object"));
  }
}

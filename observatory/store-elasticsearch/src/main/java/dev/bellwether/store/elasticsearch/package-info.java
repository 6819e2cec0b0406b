/// The store in a cluster of Elasticsearch or OpenSearch, for when one machine is outgrown.
///
/// `server` opens an [dev.bellwether.store.elasticsearch.ElasticsearchStore]. What is appended goes
/// through `Delivery` and `BulkWriter` to the cluster, and into a `Spool` while the cluster is
/// away; readers ask through `Search`. `Cluster` is the only one that speaks HTTP. Both products
/// get the same requests, but for two words in `Templates`.
///
/// **Data streams.** `traces-bellwether.otel-NAMESPACE`, `logs-…`, `metrics-…`: in OpenTelemetry's
/// own layout where that has bounds, so that Kibana and OpenSearch Dashboards read them.
///
/// ```json
/// {
///   "@timestamp": "2026-05-04T12:00:00Z",
///   "trace_id": "be110000000000000000000000000001", "span_id": "0000000000100001",
///   "name": "POST /trade/request", "kind": "Server", "duration": 1000000,
///   "status": {"code": "Unset", "message": ""},
///   "attributes": {"com.example.customer_id": "l.hall", "com.example.shares": 10},
///   "resource": {"attributes": {"service.name": "trader"}},
///   "scope": {"name": "io.opentelemetry.sample", "version": "1.0.0"},
///   "bellwether": {"time": 1777896000000000000, "arrival": 1777896000000000001, "exact": {…}},
///   "search": {"keys": […], "texts": […], "numbers": […], "words": […], "partial": false}
/// }
/// ```
///
/// - `SourceJson`, `SpanJson`, `LogJson` and `PointJson` write and read it; `ValueJson` says what
///   is in `attributes` and what in `exact`. A span's events and links are in `exact`, too.
/// - `search` is what our own queries look at, alike in both products: `SearchTerms`. The cluster
///   indexes it and does not keep it. `QueryDsl` selects at least what matches, and
///   [dev.bellwether.store.query.Query#matches(dev.bellwether.model.Span)] takes out the rest.
/// - The mapping is fixed (`Templates`): no attribute adds a field, none can have the wrong type. A
///   document that is refused all the same is stored as text (`Document#opaque`).
///
/// **Once.** A span's document is named by its trace id and span id and only ever created, so the
/// cluster itself leaves out what is sent again, up to the next rollover; beyond it readers leave
/// out the later one. Log records and points get their names when they arrive, so that a repeated
/// bulk request does no harm.
///
/// **Retention** is a rollover by age and size, and the deletion of whole indices, from our side.
@NullMarked
package dev.bellwether.store.elasticsearch;

import org.jspecify.annotations.NullMarked;

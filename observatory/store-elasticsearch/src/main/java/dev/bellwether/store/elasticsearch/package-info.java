/// The store in a cluster of Elasticsearch or OpenSearch, for when one machine is outgrown.
///
/// `server` opens an [dev.bellwether.store.elasticsearch.ElasticsearchStore]. What is appended goes
/// into the `Spool`, a journal on the disk, and from there through `Delivery` and `BulkWriter` to
/// the cluster: at once while the cluster takes it, in order and later while it does not. Readers
/// ask through `Search`; a follower that comes late is told by `CatchUp`. `Cluster` is the only one
/// that speaks HTTP. Both products get the same requests, but for two words in `Templates`.
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
/// out the later one, and `RecentIds` those that are sent again soon. Log records and points get
/// their names when they arrive, so that a repeated bulk request does no harm.
///
/// **Positions** are arrivals: every document has one, they grow from the time at which the spool
/// was begun, and the spool remembers the last. `SpoolRecord` has its bytes: records of a
/// [dev.bellwether.journal.Journal] in the folder of the spool. One batch of a span, `{"a":1}`,
/// with the arrival 258, and the mark that it has been delivered:
///
/// ```
/// 00 0000000000000102 00000001                      traces, arrival, one document
/// 0003 616263 00000007 7b2261223a317d               its id "abc", its source
/// 03 0000000000000103 0000000000000001              mark, next arrival, delivered before record 1
/// ```
///
/// **Retention** is a rollover by age and size, and the deletion of whole indices, from our side.
@NullMarked
package dev.bellwether.store.elasticsearch;

import org.jspecify.annotations.NullMarked;

package dev.bellwether.store.elasticsearch;

import dev.bellwether.store.Deadline;
import java.net.URI;
import java.time.Duration;

/// Where the cluster is and how much of it we may use.
///
/// @param uri scheme, host and port: `http://127.0.0.1:9200`
/// @param authorization the header's value (`ApiKey …`, `Basic …`), empty where none is needed
/// @param namespace the last part of the data streams' names, which keeps installations apart
/// @param rolloverAge after how long a new index is begun; nothing is deleted before its index is
/// @param rolloverBytes at what size a new index is begun
/// @param retention how long what is stored stays, at least; at most one `rolloverAge` longer
/// @param searchMax how long a search may take: what it has found by then is its answer
/// @param spool where what was acknowledged waits for it
public record ElasticsearchSettings(
    URI uri,
    String authorization,
    String namespace,
    Duration rolloverAge,
    long rolloverBytes,
    Duration retention,
    Duration searchMax,
    SpoolSettings spool) {
  /// Elasticsearch's own advice is 10 to 50 GB a shard; a day keeps what is deleted at once small.
  private static final long ROLLOVER_BYTES = 10L << 30;

  public ElasticsearchSettings {
    if (!namespace.matches("[a-z0-9_]{1,100}")) {
      throw new IllegalArgumentException(
          "namespace: '%s' (expected: 1 to 100 of a to z, 0 to 9 and _)".formatted(namespace));
    }
    if (!rolloverAge.isPositive() || !retention.isPositive()) {
      throw new IllegalArgumentException(
          "rollover age: %s, retention: %s (expected: both longer than nothing)"
              .formatted(rolloverAge, retention));
    }
    if (rolloverBytes < 1) {
      throw new IllegalArgumentException(
          "rollover bytes: %d (expected: at least 1)".formatted(rolloverBytes));
    }
  }

  /// A day to an index, seven days kept.
  public static ElasticsearchSettings of(URI uri, SpoolSettings spool) {
    return new ElasticsearchSettings(
        uri,
        "",
        "default",
        Duration.ofDays(1),
        ROLLOVER_BYTES,
        Duration.ofDays(7),
        Deadline.SEARCH_MAX,
        spool);
  }

  public ElasticsearchSettings withAuthorization(String header) {
    return new ElasticsearchSettings(
        uri, header, namespace, rolloverAge, rolloverBytes, retention, searchMax, spool);
  }

  public ElasticsearchSettings withNamespace(String name) {
    return new ElasticsearchSettings(
        uri, authorization, name, rolloverAge, rolloverBytes, retention, searchMax, spool);
  }

  public ElasticsearchSettings withSpool(SpoolSettings settings) {
    return new ElasticsearchSettings(
        uri, authorization, namespace, rolloverAge, rolloverBytes, retention, searchMax, settings);
  }

  public ElasticsearchSettings withSearchMax(Duration max) {
    return new ElasticsearchSettings(
        uri, authorization, namespace, rolloverAge, rolloverBytes, retention, max, spool);
  }

  /// Without the authorization: settings are printed at start.
  @Override
  public String toString() {
    return "uri=%s namespace=%s rolloverAge=%s rolloverBytes=%d retention=%s spool=%s"
        .formatted(uri, namespace, rolloverAge, rolloverBytes, retention, searchMax, spool);
  }
}

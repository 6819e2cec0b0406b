package dev.bellwether.server;

import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.Store;
import dev.bellwether.store.elasticsearch.ElasticsearchSettings;
import dev.bellwether.store.elasticsearch.ElasticsearchStore;
import dev.bellwether.store.elasticsearch.SpoolSettings;
import dev.bellwether.store.segments.SegmentStore;
import dev.bellwether.store.segments.SegmentStoreOptions;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/// Opens the engine that the configuration names.
final class Stores {
  private Stores() {}

  /// @throws IllegalArgumentException when the credentials cannot be used
  /// @throws dev.bellwether.store.StoreException when what is on the disk cannot be opened
  static Store open(Configuration configuration, InstantSource clock) {
    return switch (configuration.store()) {
      case SEGMENTS ->
          SegmentStore.open(configuration.data().resolve("segments"), segments(configuration));
      case MEMORY ->
          new InMemoryStore(
              configuration.spansMax(),
              configuration.logRecordsMax(),
              configuration.metricPointsMax());
      case ELASTICSEARCH -> ElasticsearchStore.open(elasticsearch(configuration), clock);
    };
  }

  private static SegmentStoreOptions segments(Configuration configuration) {
    var hours = configuration.retentionHours();
    var ageMax =
        hours == 0 ? SegmentStoreOptions.Retention.DEFAULT.ageMax() : Duration.ofHours(hours);
    return SegmentStoreOptions.DEFAULT
        .withFlushInterval(Duration.ofMillis(configuration.flushMillis()))
        .withRetention((long) configuration.retentionMebibytes() << 20, ageMax);
  }

  private static ElasticsearchSettings elasticsearch(Configuration configuration) {
    URI url = Objects.requireNonNull(configuration.elasticsearchUrl());
    var spool = SpoolSettings.in(configuration.data().resolve("spool"));
    var settings = ElasticsearchSettings.of(url, spool);
    var credentials = configuration.elasticsearchCredentials();
    return credentials == null
        ? settings
        : settings.withAuthorization(Credentials.authorization(credentials));
  }
}

package dev.bellwether.server;

import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.Store;
import dev.bellwether.store.elasticsearch.ElasticsearchSettings;
import dev.bellwether.store.elasticsearch.ElasticsearchStore;
import dev.bellwether.store.elasticsearch.SpoolSettings;
import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;

/// Opens the engine that the configuration names.
final class Stores {
  private Stores() {}

  /// @throws IllegalArgumentException when the credentials cannot be used
  static Store open(Configuration configuration, InstantSource clock) {
    return switch (configuration.store()) {
      case MEMORY ->
          new InMemoryStore(
              configuration.spansMax(),
              configuration.logRecordsMax(),
              configuration.metricPointsMax());
      case ELASTICSEARCH -> ElasticsearchStore.open(elasticsearch(configuration), clock);
    };
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

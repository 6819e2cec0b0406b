/// The store in Elasticsearch or OpenSearch.
@NullMarked
package dev.bellwether.store.elasticsearch;

import org.jspecify.annotations.NullMarked;

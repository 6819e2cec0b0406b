package dev.bellwether.store.elasticsearch;

import dev.bellwether.store.Page;
import java.util.ArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// Reads log records and metric points: pages of what matches, in the order of their time.
final class RecordSearch {
  private final Search search;

  RecordSearch(Search search) {
    this.search = search;
  }

  <T> Page<T> page(
      Signal signal,
      JsonNode query,
      boolean newestFirst,
      Function<JsonNode, T> reader,
      Predicate<T> filter,
      int limit) {
    var found = new ArrayList<T>();
    var progress = search.begin();
    search.pages(
        signal,
        query,
        newestFirst,
        limit + 1L,
        progress,
        hits -> {
          for (var hit : hits) {
            var item = reader.apply(SourceJson.stored(hit));
            if (found.size() <= limit && filter.test(item)) {
              found.add(item);
            }
          }
          return found.size() <= limit;
        });
    var page = found.size() > limit ? found.subList(0, limit) : found;
    return progress.page(page, found.size() > limit);
  }
}

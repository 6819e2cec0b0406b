package dev.bellwether.store.elasticsearch;

import java.util.LinkedHashSet;
import java.util.List;

/// The spans that were acknowledged last. Used by one thread at a time.
///
/// The cluster itself knows a span that is sent again, but only when it answers, and only those of
/// its newest index. An exporter sends again within seconds.
final class RecentIds {
  /// About 10 MiB; a minute of a thousand spans a second.
  static final int IDS_MAX = 65_536;

  private final LinkedHashSet<String> ids = new LinkedHashSet<>();

  boolean contains(String id) {
    return ids.contains(id);
  }

  void add(List<Document> documents) {
    for (var document : documents) {
      ids.add(document.id());
    }
    while (ids.size() > IDS_MAX) {
      ids.removeFirst();
    }
  }
}

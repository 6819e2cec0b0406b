package dev.bellwether.analysis.patterns;

import java.util.LinkedHashMap;
import java.util.Map;

/// Leads from ids that templates had to those that they have now.
final class Redirects {
  /// Four generations of the templates of a service; the oldest is forgotten first.
  private static final int REDIRECTS_MAX = 20_000;

  /// Longer chains do not occur: a template is made more general at most once a word.
  private static final int STEPS_MAX = 2 * LineScanner.TOKENS_MAX;

  private final Map<Long, Long> next =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > REDIRECTS_MAX;
        }
      };

  void add(long old, long current) {
    if (old != current) {
      next.put(old, current);
      // A text that comes back is current again.
      next.remove(current);
    }
  }

  long resolve(long id) {
    long current = id;
    for (int step = 0; step < STEPS_MAX; step++) {
      var following = next.get(current);
      if (following == null) {
        return current;
      }
      current = following;
    }
    return current;
  }
}

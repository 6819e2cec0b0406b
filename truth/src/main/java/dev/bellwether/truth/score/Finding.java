package dev.bellwether.truth.score;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a backend says was the cause.
///
/// @param conditions what those that were hit have in common: values by the names of a trade's
///   fields (`region`, `customer_id`, `browser`), or by whatever else was named
/// @param place the service or dependency where it goes wrong; empty where none was named
/// @param queries what the backend needs to find those that were hit
public record Finding(Map<String, String> conditions, String place, List<String> queries) {
  public Finding {
    conditions = Collections.unmodifiableMap(new TreeMap<>(conditions));
    queries = List.copyOf(queries);
  }
}

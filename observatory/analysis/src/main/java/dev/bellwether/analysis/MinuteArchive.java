package dev.bellwether.analysis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The minutes of the service map on disk: one chunk per hour, in it a block for a minute each time
/// that it changed; the last one counts.
///
/// Many threads may use it.
final class MinuteArchive {
  private static final String PREFIX = "minutes-";
  private static final long MINUTES_PER_HOUR = 60;

  /// Four times what an hour has when each of its minutes is there once: then it is written anew.
  private static final int BLOCKS_MAX = 240;

  /// A late span seldom comes alone, and yesterday's map is looked at minute by minute.
  private static final int HOURS_CACHED_MAX = 4;

  private final ViewStorage storage;

  /// Guarded by this object, like what follows. How many blocks each hour has; 0 where unknown.
  private final TreeMap<Long, Integer> hours = new TreeMap<>();

  /// The last block of each minute, for the hours used last.
  private final LinkedHashMap<Long, Map<Long, byte[]>> cache = new LinkedHashMap<>(8, 0.75f, true);

  MinuteArchive(ViewStorage storage) {
    this.storage = storage;
    for (var name : storage.names()) {
      if (name.startsWith(PREFIX)) {
        hours.put(Long.parseLong(name.substring(PREFIX.length())), 0);
      }
    }
  }

  /// The first minute that anything may be known of; nothing where the archive is empty.
  synchronized OptionalLong first() {
    return hours.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(hours.firstKey() * MINUTES_PER_HOUR);
  }

  /// A copy of the minute; absent when nothing is known of it.
  synchronized @Nullable Minute minute(long number) {
    long hour = Math.floorDiv(number, MINUTES_PER_HOUR);
    var block = hours.containsKey(hour) ? blocks(hour).get(number) : null;
    return block == null ? null : Minute.unpack(block);
  }

  /// Copies of all known minutes from `first` to `last`, both included.
  synchronized List<Minute> minutes(long first, long last) {
    var found = new ArrayList<Minute>();
    long firstHour = Math.floorDiv(first, MINUTES_PER_HOUR);
    long lastHour = Math.floorDiv(last, MINUTES_PER_HOUR);
    for (long hour : List.copyOf(hours.subMap(firstHour, true, lastHour, true).keySet())) {
      blocks(hour)
          .forEach((number, block) -> {
            if (first <= number && number <= last) {
              found.add(Minute.unpack(block));
            }
          });
    }
    return found;
  }

  /// Hands over minutes as they are now.
  ///
  /// @param edgesMax a minute with so many edges is full
  synchronized void save(Collection<Minute> minutes, int edgesMax, Checkpoint checkpoint) {
    for (var minute : minutes) {
      long hour = Math.floorDiv(minute.number, MINUTES_PER_HOUR);
      boolean known = hours.containsKey(hour);
      var block = minute.pack(minute.edges.size() >= edgesMax);
      if (known) {
        blocks(hour).put(minute.number, block);
      } else {
        cache.put(hour, new TreeMap<>(Map.of(minute.number, block)));
      }
      int blocks = hours.merge(hour, 1, Integer::sum);
      if (blocks <= BLOCKS_MAX) {
        checkpoint.append(PREFIX + hour, block);
      } else {
        hours.put(hour, blocks(hour).size());
        checkpoint.replace(PREFIX + hour, List.copyOf(blocks(hour).values()));
      }
    }
  }

  /// Hands over that all hours that end before this minute are forgotten.
  synchronized void forgetBefore(long minute, Checkpoint checkpoint) {
    var old = hours.headMap(Math.floorDiv(minute, MINUTES_PER_HOUR));
    old.keySet().forEach(hour -> checkpoint.remove(PREFIX + hour));
    cache.keySet().removeAll(old.keySet());
    old.clear();
  }

  private Map<Long, byte[]> blocks(long hour) {
    var known = cache.get(hour);
    if (known == null) {
      known = new TreeMap<>();
      var stored = storage.read(PREFIX + hour);
      for (var block : stored) {
        known.put(Minute.number(block), block);
      }
      hours.put(hour, stored.size());
      cache.put(hour, known);
    }
    while (cache.size() > HOURS_CACHED_MAX) {
      cache.pollFirstEntry();
    }
    return known;
  }
}

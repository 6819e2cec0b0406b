package dev.bellwether.truth.score;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What came out.
///
/// @param incidents in the order that they began
/// @param quietWindows in which nothing was wrong
/// @param falseAlarms what the backend found in those of them in which it found something
public record ScoreCard(List<Entry> incidents, int quietWindows, List<String> falseAlarms) {
  public ScoreCard {
    incidents = List.copyOf(incidents);
    falseAlarms = List.copyOf(falseAlarms);
  }

  /// One incident.
  ///
  /// @param rank of the right answer, from 1; 0 where it was none of the answers
  /// @param detectedAfter when the right answer was first among the first three
  /// @param said the first answer, for people
  /// @param named trades that the first answer says were hit
  /// @param victims trades that were hit
  /// @param right trades that are both
  public record Entry(
      String id,
      String kind,
      int rank,
      @Nullable Duration detectedAfter,
      String truth,
      String said,
      long named,
      long victims,
      long right) {}

  /// Several incidents taken together.
  ///
  /// @param detectedAfter the median of those that were detected
  public record Figures(
      int incidents,
      double top1,
      double top3,
      @Nullable Duration detectedAfter,
      double precision,
      double recall) {
    static Figures of(Collection<Entry> entries) {
      var times =
          entries.stream().map(Entry::detectedAfter).filter(Objects::nonNull).sorted().toList();
      long named = entries.stream().mapToLong(Entry::named).sum();
      long victims = entries.stream().mapToLong(Entry::victims).sum();
      long right = entries.stream().mapToLong(Entry::right).sum();
      return new Figures(
          entries.size(),
          share(entries, 1),
          share(entries, 3),
          times.isEmpty() ? null : times.get((times.size() - 1) / 2),
          named == 0 ? 0 : (double) right / named,
          victims == 0 ? 0 : (double) right / victims);
    }

    private static double share(Collection<Entry> entries, int rankMax) {
      return (double)
              entries.stream().filter(one -> one.rank() >= 1 && one.rank() <= rankMax).count()
          / Math.max(1, entries.size());
    }
  }

  public Map<String, Figures> byKind() {
    var entries = new LinkedHashMap<String, List<Entry>>();
    for (var entry : incidents) {
      entries.computeIfAbsent(entry.kind(), _ -> new ArrayList<>()).add(entry);
    }
    var figures = new LinkedHashMap<String, Figures>();
    entries.forEach((kind, of) -> figures.put(kind, Figures.of(of)));
    return figures;
  }

  public Figures all() {
    return Figures.of(incidents);
  }
}

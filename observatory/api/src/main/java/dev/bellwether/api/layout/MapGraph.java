package dev.bellwether.api.layout;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;

/// What is to be drawn, sorted, so that the same map gives the same picture. Calls from a node to
/// itself or to one that is not there are left out.
public record MapGraph(SortedSet<String> nodes, SortedSet<Call> calls) {
  public record Call(String source, String target) implements Comparable<Call> {
    private static final Comparator<Call> ORDER =
        Comparator.comparing(Call::source).thenComparing(Call::target);

    @Override
    public int compareTo(Call other) {
      return ORDER.compare(this, other);
    }
  }

  public MapGraph {
    var sorted = new TreeSet<>(nodes);
    var drawn = new TreeSet<Call>();
    for (var call : calls) {
      boolean there = sorted.contains(call.source()) && sorted.contains(call.target());
      if (there && !call.source().equals(call.target())) {
        drawn.add(call);
      }
    }
    nodes = Collections.unmodifiableSortedSet(sorted);
    calls = Collections.unmodifiableSortedSet(drawn);
  }

  public static MapGraph of(Collection<String> nodes, Collection<Call> calls) {
    return new MapGraph(new TreeSet<>(nodes), new TreeSet<>(calls));
  }
}

package dev.bellwether.analysis.explain;

import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the requests with each value of one key fare, whether or not it explains anything.
///
/// @param trait whose attribute it is
/// @param distinct how many values there are
/// @param values those with most hits, then those with most requests
/// @param without requests that do not have the key
public record KeyLook(Trait trait, int distinct, List<ValueTally> values, ValueTally without) {
  private static final int VALUES_MAX = 10;

  public KeyLook {
    values = List.copyOf(values);
  }

  /// How many requests have a value, and how many of them failed or were slow.
  ///
  /// @param value absent where it stands for requests without the key
  public record ValueTally(@Nullable Value value, long requests, long hits) {
    public double rate() {
      return requests == 0 ? 0 : (double) hits / requests;
    }
  }

  /// Looks at the key in the rows to explain; nothing where no request has it.
  public static @Nullable KeyLook of(Population population, Target target, String key) {
    var wanted = Trait.ofEntry(key).field();
    return population.columns().stream()
        .filter(column -> column.trait().field().equals(wanted))
        .max(Comparator.comparingLong(KeyLook::requestsWith))
        .map(column -> of(population, target, column))
        .orElse(null);
  }

  /// A query for the spans with one of the values.
  public String filter(Value value) {
    return Condition.query(List.of(new Condition(trait, new Condition.Test.Is(value)))).toString();
  }

  private static long requestsWith(Column column) {
    long requests = 0;
    for (int id : column.ids()) {
      requests += id == 0 ? 0 : 1;
    }
    return requests;
  }

  private static KeyLook of(Population population, Target target, Column column) {
    var hits = Rows.of(population, target).hits();
    var requestsOf = new long[column.idCount()];
    var hitsOf = new long[column.idCount()];
    for (int row = 0; row < population.rows(); row++) {
      if (!population.baseline().get(row)) {
        int id = column.ids()[row];
        requestsOf[id]++;
        hitsOf[id] += hits.get(row) ? 1 : 0;
      }
    }
    var values = new ArrayList<ValueTally>();
    for (int id = 1; id < requestsOf.length; id++) {
      if (requestsOf[id] > 0) {
        values.add(new ValueTally(column.value(id), requestsOf[id], hitsOf[id]));
      }
    }
    values.sort(
        Comparator.comparingLong(ValueTally::hits)
            .thenComparingLong(ValueTally::requests)
            .reversed());
    return new KeyLook(
        column.trait(),
        values.size(),
        values.subList(0, Math.min(VALUES_MAX, values.size())),
        new ValueTally(null, requestsOf[0], hitsOf[0]));
  }
}

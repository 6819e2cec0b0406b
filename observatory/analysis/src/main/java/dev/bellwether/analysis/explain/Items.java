package dev.bellwether.analysis.explain;

import dev.bellwether.analysis.explain.Condition.Test;
import dev.bellwether.model.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that enough failing rows carry, found by counting: no value is too rare among all
/// rows, and no column has too many values.
///
/// @param items those that at least `hitsMin` hits carry, but not every row
/// @param looked how many there are that could have been among them: what chance is divided by
record Items(List<Item> items, long looked) {
  /// A numeric column with more values than this is looked at by ranges as well.
  private static final int PLAIN_NUMBERS_MAX = 16;

  /// Where ranges begin and end: the share of rows below.
  private static final double[] CUTS = {
    0.01, 0.05, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 0.95, 0.99
  };

  /// Text beyond this is no number that somebody wrote.
  private static final int NUMBER_CHARACTERS_MAX = 40;

  Items {
    items = List.copyOf(items);
  }

  /// Counts every column once over all rows and once over the hits.
  ///
  /// @param hits rows that failed or were slow, of both times
  static Items of(Population population, BitSet hits, int hitsMin) {
    var found = new ArrayList<Item>();
    long looked = 0;
    for (int i = 0; i < population.columns().size(); i++) {
      var column = population.columns().get(i);
      if (!column.trait().isSymptom()) {
        var count = new Count(population, column, i, hits, hitsMin, found);
        count.values();
        count.ranges();
        looked += count.looked;
      }
    }
    return new Items(found, looked);
  }

  private static final class Count {
    private final Column column;
    private final int number;
    private final int hitsMin;
    private final List<Item> found;
    private final int[] rowsOf;
    private final int[] hitsOf;
    private final int rows;
    private long looked;

    Count(
        Population population,
        Column column,
        int number,
        BitSet hits,
        int hitsMin,
        List<Item> found) {
      this.column = column;
      this.number = number;
      this.hitsMin = hitsMin;
      this.found = found;
      this.rowsOf = new int[column.idCount()];
      this.hitsOf = new int[column.idCount()];
      int[] ids = column.ids();
      for (int id : ids) {
        rowsOf[id]++;
      }
      var baseline = population.baseline();
      for (int row = baseline.nextSetBit(0); row >= 0; row = baseline.nextSetBit(row + 1)) {
        rowsOf[ids[row]]--;
      }
      for (int row = hits.nextSetBit(0); row >= 0; row = hits.nextSetBit(row + 1)) {
        if (!baseline.get(row)) {
          hitsOf[ids[row]]++;
        }
      }
      this.rows = ids.length - baseline.cardinality();
    }

    /// That another service said nothing is mostly because a failed request never got there; only
    /// of the entry span absence is a value.
    void values() {
      for (int id = column.trait().service().isEmpty() ? 0 : 1; id < rowsOf.length; id++) {
        if (isCandidate(rowsOf[id], hitsOf[id])) {
          var members = new boolean[rowsOf.length];
          members[id] = true;
          add(id == 0 ? new Test.Absent() : new Test.Is(column.value(id)), members);
        }
      }
    }

    void ranges() {
      var numbers = numbers();
      if (numbers.size() <= PLAIN_NUMBERS_MAX) {
        return;
      }
      @Nullable BigDecimal last = null;
      for (var cut : cuts(numbers)) {
        if (last == null || cut.compareTo(last) > 0) {
          addRange(numbers, cut, true);
          addRange(numbers, cut, false);
        }
        last = cut;
      }
    }

    private void addRange(List<Numbered> numbers, BigDecimal cut, boolean atLeast) {
      var members = new boolean[rowsOf.length];
      int inRange = 0;
      int hitsInRange = 0;
      for (var one : numbers) {
        if (one.number.compareTo(cut) >= 0 == atLeast) {
          members[one.id] = true;
          inRange += rowsOf[one.id];
          hitsInRange += hitsOf[one.id];
        }
      }
      if (isCandidate(inRange, hitsInRange)) {
        add(atLeast ? new Test.AtLeast(cut) : new Test.Below(cut), members);
      }
    }

    private boolean isCandidate(int rowsOfItem, int hitsOfItem) {
      if (rowsOfItem < hitsMin || rowsOfItem == rows) {
        return false;
      }
      looked++;
      return hitsOfItem >= hitsMin;
    }

    private void add(Test test, boolean[] members) {
      found.add(new Item(found.size(), number, new Condition(column.trait(), test), members));
    }

    private record Numbered(int id, BigDecimal number) {}

    /// All values in order, or none where one of them is no number.
    private List<Numbered> numbers() {
      if (rowsOf.length - 1 <= PLAIN_NUMBERS_MAX) {
        return List.of();
      }
      var numbers = new ArrayList<Numbered>();
      for (int id = 1; id < rowsOf.length; id++) {
        var number = number(column.value(id));
        if (number == null) {
          return List.of();
        }
        numbers.add(new Numbered(id, number));
      }
      numbers.sort(Comparator.comparing(Numbered::number));
      return List.copyOf(numbers);
    }

    private List<BigDecimal> cuts(List<Numbered> numbers) {
      long withNumber = numbers.stream().mapToLong(one -> rowsOf[one.id]).sum();
      var cuts = new ArrayList<BigDecimal>();
      long below = 0;
      for (var one : numbers) {
        while (cuts.size() < CUTS.length && below >= CUTS[cuts.size()] * withNumber) {
          cuts.add(one.number);
        }
        below += rowsOf[one.id];
      }
      return cuts;
    }

    /// Baggage makes text of numbers.
    private static @Nullable BigDecimal number(Value value) {
      return switch (value) {
        case Value.Whole(long number) -> BigDecimal.valueOf(number);
        case Value.Decimal(double number) ->
            Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
        case Value.Text(String text) -> number(text);
        default -> null;
      };
    }

    private static @Nullable BigDecimal number(String text) {
      if (text.isEmpty()
          || text.length() > NUMBER_CHARACTERS_MAX
          || !text.chars().allMatch(c -> "0123456789.-".indexOf(c) >= 0)) {
        return null;
      }
      try {
        return new BigDecimal(text);
      } catch (NumberFormatException _) {
        return null;
      }
    }
  }
}

package dev.bellwether.analysis.explain;

import dev.bellwether.analysis.explain.Condition.Test;
import dev.bellwether.model.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Everything that enough failing rows carry, found by counting: no value is too rare among all
/// rows, and no column has too many values.
///
/// @param items those that at least `hitsMin` hits carry, but not every row
/// @param looked how many there are that could have been among them: what chance is divided by
/// @param testable how many of these could be surprising at all (Tarone): where three requests
///   failed, what every other request has is no news even if all three have it, and cannot be named
///   by mistake
record Items(List<Item> items, long looked, long testable) {
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
  static Items of(Rows rows, int hitsMin) {
    var population = rows.population();
    var measure = rows.measure();
    var found = new ArrayList<Item>();
    var chancesMin = DoubleStream.builder();
    for (int i = 0; i < population.columns().size(); i++) {
      var column = population.columns().get(i);
      if (!column.trait().isSymptom()) {
        var count = new Count(rows, column, i, hitsMin, found);
        count.values();
        count.ranges();
        count.looked.build().mapToDouble(measure::chanceMin).forEach(chancesMin);
      }
    }
    var least = chancesMin.build().sorted().toArray();
    return new Items(found, least.length, testable(least));
  }

  /// The least number that mistakes can be divided by, so that no more than so many can pass.
  ///
  /// @param chancesMin in ascending order
  private static long testable(double[] chancesMin) {
    int testable = Math.min(1, chancesMin.length);
    while (testable < chancesMin.length
        && chancesMin[testable] * Conjunction.ITEMS_MAX * testable <= Search.MISTAKES) {
      testable++;
    }
    return testable;
  }

  private static final class Count {
    private final Column column;
    private final int number;
    private final int hitsMin;
    private final List<Item> found;
    private final int[] rowsOf;
    private final int[] hitsOf;
    private final int rows;
    private final Slices slices;
    private final int[][] bySlice;
    private final IntStream.Builder looked = IntStream.builder();

    Count(Rows all, Column column, int number, int hitsMin, List<Item> found) {
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
      this.slices = all.slices();
      this.bySlice = slices.counts(column);
      var baseline = all.population().baseline();
      var hits = all.hits();
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

    /// That another service or a later step said nothing is mostly because a failed request never
    /// got there; only of the entry span absence is a value.
    void values() {
      for (int id = column.ofEntry() ? 0 : 1; id < rowsOf.length; id++) {
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
      int rowsWithNumber = rows(numbers);
      int hitsWithNumber = hits(numbers);
      for (int cut : cuts(numbers, rowsWithNumber)) {
        var below = numbers.subList(0, cut);
        var atLeast = numbers.subList(cut, numbers.size());
        var from = from(atLeast);
        int rowsBelow = rows(below);
        int hitsBelow = hits(below);
        if (isCandidate(rowsWithNumber - rowsBelow, hitsWithNumber - hitsBelow)) {
          add(new Test.AtLeast(from), members(atLeast));
        }
        if (isCandidate(rowsBelow, hitsBelow)) {
          add(new Test.Below(from), members(below));
        }
      }
    }

    private int rows(List<Numbered> numbers) {
      int sum = 0;
      for (var one : numbers) {
        sum += rowsOf[one.id];
      }
      return sum;
    }

    private int hits(List<Numbered> numbers) {
      int sum = 0;
      for (var one : numbers) {
        sum += hitsOf[one.id];
      }
      return sum;
    }

    private boolean[] members(List<Numbered> numbers) {
      var members = new boolean[rowsOf.length];
      for (var one : numbers) {
        members[one.id] = true;
      }
      return members;
    }

    private boolean isCandidate(int rowsOfItem, int hitsOfItem) {
      if (rowsOfItem < hitsMin || rowsOfItem == rows) {
        return false;
      }
      looked.add(rowsOfItem);
      return hitsOfItem >= hitsMin;
    }

    private void add(Test test, boolean[] members) {
      found.add(
          new Item(
              found.size(),
              number,
              new Condition(column.trait(), test),
              members,
              slices.variation(bySlice, members)));
    }

    /// @param number as near as a double comes
    private record Numbered(int id, double number) {}

    /// All values in order, or none where one of them is no number.
    private List<Numbered> numbers() {
      if (rowsOf.length - 1 <= PLAIN_NUMBERS_MAX) {
        return List.of();
      }
      var numbers = new ArrayList<Numbered>();
      for (int id = 1; id < rowsOf.length; id++) {
        double number = number(column.value(id));
        if (Double.isNaN(number)) {
          return List.of();
        }
        numbers.add(new Numbered(id, number));
      }
      numbers.sort(Comparator.comparingDouble(Numbered::number));
      return List.copyOf(numbers);
    }

    /// Where ranges begin: each at the first of equal numbers, none twice.
    private int[] cuts(List<Numbered> numbers, int rowsWithNumber) {
      var cuts = IntStream.builder();
      int next = 0;
      int first = 0;
      long below = 0;
      for (int i = 0; i < numbers.size() && next < CUTS.length; i++) {
        first = numbers.get(i).number == numbers.get(first).number ? first : i;
        boolean isCut = false;
        while (next < CUTS.length && below >= CUTS[next] * rowsWithNumber) {
          isCut = true;
          next++;
        }
        if (isCut) {
          cuts.add(first);
        }
        below += rowsOf[numbers.get(i).id];
      }
      return cuts.build().distinct().toArray();
    }

    /// The least of the values that begin a range, exactly as it is written.
    private BigDecimal from(List<Numbered> range) {
      double number = range.getFirst().number;
      return range.stream()
          .takeWhile(one -> one.number == number)
          .map(one -> written(column.value(one.id)))
          .min(Comparator.naturalOrder())
          .orElseThrow();
    }

    private static BigDecimal written(Value value) {
      return switch (value) {
        case Value.Whole(long number) -> BigDecimal.valueOf(number);
        case Value.Decimal(double number) -> BigDecimal.valueOf(number);
        default -> new BigDecimal(value.text());
      };
    }

    /// Not a number where the value is none. Baggage makes text of numbers.
    private static double number(Value value) {
      return switch (value) {
        case Value.Whole(long number) -> number;
        case Value.Decimal(double number) -> Double.isFinite(number) ? number : Double.NaN;
        case Value.Text(String text) -> number(text);
        default -> Double.NaN;
      };
    }

    private static double number(String text) {
      if (text.isEmpty()
          || text.length() > NUMBER_CHARACTERS_MAX
          || !text.chars().allMatch(c -> "0123456789.-".indexOf(c) >= 0)) {
        return Double.NaN;
      }
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException _) {
        return Double.NaN;
      }
    }
  }
}

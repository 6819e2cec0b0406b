package dev.bellwether.store.segments.columns;

import dev.bellwether.store.segments.columns.Directory.Page;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;

/// A part of a query, made ready for the columns of one table. One thread.
sealed interface Condition {
  Condition EVERYTHING = new Everything();
  Condition NOTHING = new Not(EVERYTHING);

  /// Which of the rows match.
  ///
  /// @param rows of the page, counted from its first row
  /// @return the same set or a new one
  BitSet matching(int page, BitSet rows);

  record Everything() implements Condition {
    @Override
    public BitSet matching(int page, BitSet rows) {
      return rows;
    }
  }

  /// Asks each clause only about the rows that matched those before it.
  record All(List<Condition> clauses) implements Condition {
    @Override
    public BitSet matching(int page, BitSet rows) {
      var left = rows;
      for (var clause : clauses) {
        if (left.isEmpty()) {
          return left;
        }
        left = clause.matching(page, left);
      }
      return left;
    }
  }

  /// Asks each clause only about the rows that did not match those before it.
  record Any(List<Condition> clauses) implements Condition {
    @Override
    public BitSet matching(int page, BitSet rows) {
      var left = (BitSet) rows.clone();
      var found = new BitSet();
      for (var clause : clauses) {
        if (left.isEmpty()) {
          return found;
        }
        found.or(clause.matching(page, left));
        left.andNot(found);
      }
      return found;
    }
  }

  record Not(Condition clause) implements Condition {
    @Override
    public BitSet matching(int page, BitSet rows) {
      var left = (BitSet) rows.clone();
      left.andNot(clause.matching(page, rows));
      return left;
    }
  }

  /// The row's value is one of some.
  ///
  /// @param ids of the values that match; 0 is in it where having none matches
  record OneOf(ColumnReading column, BitSet ids) implements Condition {
    @Override
    public BitSet matching(int page, BitSet rows) {
      var bounds = column.bounds(page);
      if (isNoneIn(ids, bounds)) {
        return new BitSet();
      }
      if (bounds.isConstant()) {
        return rows;
      }
      var values = column.page(page);
      var found = new BitSet();
      for (var row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
        if (ids.get((int) values[row])) {
          found.set(row);
        }
      }
      return found;
    }

    private static boolean isNoneIn(BitSet ids, Page bounds) {
      var first = ids.nextSetBit((int) bounds.smallest());
      return first < 0 || first > bounds.largest();
    }
  }

  /// The row's own value matches, or where it has none, its resource's.
  ///
  /// @param present ids of own values that have the key at all
  record OwnElse(ColumnReading own, BitSet present, BitSet ids, Condition resource)
      implements Condition {
    @Override
    public BitSet matching(int page, BitSet rows) {
      var having = new OneOf(own, present).matching(page, rows);
      var lacking = (BitSet) rows.clone();
      lacking.andNot(having);
      var found = (BitSet) new OneOf(own, ids).matching(page, having).clone();
      if (!lacking.isEmpty()) {
        found.or(resource.matching(page, lacking));
      }
      return found;
    }
  }

  /// The row's number lies between two, both included.
  ///
  /// @param leastNumber what stands for all smaller numbers: a duration is never negative
  record Between(ColumnReading column, long low, long high, long leastNumber) implements Condition {
    @Override
    public BitSet matching(int page, BitSet rows) {
      var bounds = column.bounds(page);
      var smallest = Math.max(leastNumber, bounds.smallest());
      var largest = Math.max(leastNumber, bounds.largest());
      if (largest < low || smallest > high) {
        return new BitSet();
      }
      if (low <= smallest && largest <= high) {
        return rows;
      }
      var values = column.page(page);
      var found = new BitSet();
      for (var row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
        var value = Math.max(leastNumber, values[row]);
        if (low <= value && value <= high) {
          found.set(row);
        }
      }
      return found;
    }
  }

  /// What is decided row by row.
  record EachRow(LongPredicate test) implements Condition {
    @Override
    public BitSet matching(int page, BitSet rows) {
      var first = (long) page * Layout.PAGE_ROWS;
      var found = new BitSet();
      for (var row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
        if (test.test(first + row)) {
          found.set(row);
        }
      }
      return found;
    }
  }
}

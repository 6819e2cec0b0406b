package dev.bellwether.analysis.explain;

/// A condition that can be part of a conjunction, and the rows that fulfil it.
///
/// @param number in the list of items
/// @param column of the population
/// @param members `members[id]`: whether a row with that id of the column fulfils it
/// @param variation how much the share of those rows varies by itself
@SuppressWarnings("ArrayRecordComponent") // never compared: an item is known by its number
record Item(int number, int column, Condition condition, boolean[] members, double variation) {
  /// Two items of one column exclude each other, but for the two ends of a range.
  boolean canMeet(Item other) {
    if (column != other.column) {
      return true;
    }
    return isRange(this, other) || isRange(other, this);
  }

  boolean isRange() {
    return condition.test() instanceof Condition.Test.AtLeast
        || condition.test() instanceof Condition.Test.Below;
  }

  private static boolean isRange(Item from, Item to) {
    return from.condition.test() instanceof Condition.Test.AtLeast(var low)
        && to.condition.test() instanceof Condition.Test.Below(var high)
        && low.compareTo(high) < 0;
  }
}

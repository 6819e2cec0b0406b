package dev.bellwether.analysis.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Conditions that hold together, in the order of the items' numbers.
record Conjunction(List<Item> items) {
  /// More than three nobody keeps in mind.
  static final int ITEMS_MAX = 3;

  Conjunction {
    items = List.copyOf(items);
  }

  static Conjunction of(Item item) {
    return new Conjunction(List.of(item));
  }

  int size() {
    return items.size();
  }

  boolean canTake(Item item) {
    for (var own : items) {
      if (own.number() == item.number() || !own.canMeet(item)) {
        return false;
      }
    }
    return true;
  }

  Conjunction with(Item item) {
    var more = new ArrayList<>(items);
    more.add(item);
    more.sort(Comparator.comparingInt(Item::number));
    return new Conjunction(more);
  }

  Conjunction without(Item item) {
    return new Conjunction(items.stream().filter(own -> own.number() != item.number()).toList());
  }

  boolean looksAt(int column) {
    return items.stream().anyMatch(item -> item.column() == column);
  }

  /// The same number for the same items: three item numbers of 21 bits.
  long key() {
    long key = 0;
    for (var item : items) {
      key = (key << 21) | (item.number() + 1);
    }
    return key;
  }

  /// How much the share of its rows varies by itself.
  double variation() {
    double variation = 0;
    for (var item : items) {
      variation += item.variation();
    }
    return variation;
  }

  List<Condition> conditions() {
    return items.stream().map(Item::condition).toList();
  }
}

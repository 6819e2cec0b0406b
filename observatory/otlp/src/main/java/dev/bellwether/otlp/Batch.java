package dev.bellwether.otlp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What one request holds: the items that are fit to be stored, and a count of those that are not.
/// Filled by a decoder, one thread.
final class Batch<T> {
  private static final int SHOWN_CHARACTERS_MAX = 60;

  private final List<T> items = new ArrayList<>();
  private final Map<String, Long> rejected = new HashMap<>();
  private String firstRejection = "";

  void add(T item) {
    items.add(item);
  }

  /// Leaves an item out.
  ///
  /// @param reason for the counters: one word for each rule of the data model
  /// @param what the item's kind: `span`
  /// @param name the item's name, from outside
  /// @param rule what is wrong with it and what was expected
  void reject(String reason, String what, String name, String rule) {
    rejected.merge(reason, 1L, Long::sum);
    if (firstRejection.isEmpty()) {
      var shown =
          name.length() <= SHOWN_CHARACTERS_MAX
              ? name
              : name.substring(0, SHOWN_CHARACTERS_MAX) + "…";
      firstRejection = "%s '%s': %s".formatted(what, shown, rule);
    }
  }

  /// Where the next item will go; see [#changeFrom].
  int mark() {
    return items.size();
  }

  /// Changes the items that were added since `mark`: they were read before something that stands
  /// above them, because a message's fields come in any order.
  void changeFrom(int mark, UnaryOperator<T> change) {
    items.subList(mark, items.size()).replaceAll(change);
  }

  List<T> items() {
    return items;
  }

  Map<String, Long> rejected() {
    return rejected;
  }

  long rejectedItems() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /// What the sender is told; empty when nothing was rejected.
  String message() {
    long count = rejectedItems();
    return count <= 1 ? firstRejection : "%s; %d more".formatted(firstRejection, count - 1);
  }
}

package dev.bellwether.analysis.explain;

import dev.bellwether.model.Value;
import java.util.List;

/// One trait of all requests, as numbers: row `i` has `values.get(ids[i] - 1)`, or nothing where
/// `ids[i]` is 0.
public final class Column {
  private final Trait trait;
  private final int[] ids;
  private final List<Value> values;
  private final boolean ofEntry;

  /// @param ids one for each row, handed over: the caller changes it no more
  public Column(Trait trait, int[] ids, List<Value> values) {
    this(trait, ids, values, trait.service().isEmpty());
  }

  /// @param ofEntry whether entry spans themselves have it, and not only what came after them
  Column(Trait trait, int[] ids, List<Value> values, boolean ofEntry) {
    this.trait = trait;
    this.ids = ids;
    this.values = List.copyOf(values);
    this.ofEntry = ofEntry;
  }

  public Trait trait() {
    return trait;
  }

  boolean ofEntry() {
    return ofEntry;
  }

  public int rows() {
    return ids.length;
  }

  /// Only these rows.
  Column only(int[] rows) {
    var kept = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      kept[i] = ids[rows[i]];
    }
    return new Column(trait, kept, values, ofEntry);
  }

  int[] ids() {
    return ids;
  }

  /// How many ids there are, 0 included.
  int idCount() {
    return values.size() + 1;
  }

  Value value(int id) {
    return values.get(id - 1);
  }
}

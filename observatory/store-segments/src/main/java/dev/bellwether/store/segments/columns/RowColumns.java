package dev.bellwether.store.segments.columns;

import dev.bellwether.model.Value;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Writes columns of the records in a list, row by row. One thread.
final class RowColumns<T> {
  private final TableWriter writer;
  private final List<T> rows;

  RowColumns(TableWriter writer, List<T> rows) {
    this.writer = writer;
    this.rows = rows;
  }

  void numbers(String name, boolean differences, ToLongFunction<T> number) throws IOException {
    writer.numbers(name, rows.stream().mapToLong(number).toArray(), differences);
  }

  /// Empty text is none. Returns the dictionary of what there was.
  Dictionary texts(String name, Function<T, String> text) throws IOException {
    var dictionary = new Dictionary();
    writer.values(
        name,
        dictionary,
        rows.stream().mapToLong(row -> dictionary.idOfText(text.apply(row))).toArray());
    return dictionary;
  }

  /// [Value#EMPTY] is none.
  void values(String name, Function<T, Value> value) throws IOException {
    var dictionary = new Dictionary();
    writer.values(
        name,
        dictionary,
        rows.stream()
            .map(value)
            .mapToLong(one -> one.equals(Value.EMPTY) ? 0 : dictionary.idOf(one))
            .toArray());
  }
}

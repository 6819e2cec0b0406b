package dev.bellwether.store.segments.columns;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// One question to a file: remembers the directory and the pages and values that the question
/// needed, until it is closed. One thread.
final class Reading implements AutoCloseable {
  private final TableFile file;
  private final Directory directory;
  private final BooleanSupplier expired;
  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private final IdentityHashMap<Directory.Column, ColumnReading> columns = new IdentityHashMap<>();
  private @Nullable List<ColumnReading> attributes;

  Reading(TableFile file, BooleanSupplier expired) {
    this.file = file;
    this.directory = file.directory();
    this.expired = expired;
  }

  int rows() {
    return file.rows();
  }

  TableFile file() {
    return file;
  }

  Directory directory() {
    return directory;
  }

  /// A column that every file of its kind has.
  ColumnReading fixed(String name) {
    return reading(directory.fixed(name));
  }

  /// The values of an attribute, or null where it has no column.
  @Nullable ColumnReading attribute(String key) {
    var column = directory.attributes().get(key);
    return column == null ? null : reading(column);
  }

  /// All attributes that have a column.
  List<ColumnReading> attributes() {
    if (attributes == null) {
      attributes = directory.attributes().values().stream().map(this::reading).toList();
    }
    return attributes;
  }

  byte[] block(Directory.Block block) {
    return file.block(block, zstd);
  }

  /// @throws Expired when there is no more time
  void checkTime() {
    if (expired.getAsBoolean()) {
      throw new Expired();
    }
  }

  @Override
  public void close() {
    zstd.close();
  }

  private ColumnReading reading(Directory.Column column) {
    return columns.computeIfAbsent(column, one -> new ColumnReading(this, one));
  }

  /// Ends a search early; the search catches it.
  static final class Expired extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Expired() {
      super(null, null, false, false);
    }
  }
}

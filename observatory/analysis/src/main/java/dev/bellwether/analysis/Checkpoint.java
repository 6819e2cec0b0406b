package dev.bellwether.analysis;

import java.util.ArrayList;
import java.util.List;

/// What has to be written so that a [ViewStorage] holds a view as it was at one position of the
/// store: only what changed since the checkpoint before.
public final class Checkpoint {
  private final long position;
  private final List<Change> changes = new ArrayList<>();

  /// One change of one chunk.
  public sealed interface Change {
    String name();

    /// Adds blocks to a chunk, which may be new.
    record Append(String name, List<byte[]> blocks) implements Change {}

    /// Puts these blocks in the place of whatever a chunk had.
    record Replace(String name, List<byte[]> blocks) implements Change {}

    record Remove(String name) implements Change {}
  }

  Checkpoint(long position) {
    this.position = position;
  }

  /// What was stored before this position is in the view, and nothing else.
  public long position() {
    return position;
  }

  /// In the order in which they have to be made.
  public List<Change> changes() {
    return List.copyOf(changes);
  }

  void append(String name, byte[] block) {
    changes.add(new Change.Append(name, List.of(block)));
  }

  void replace(String name, List<byte[]> blocks) {
    changes.add(new Change.Replace(name, List.copyOf(blocks)));
  }

  void remove(String name) {
    changes.add(new Change.Remove(name));
  }
}

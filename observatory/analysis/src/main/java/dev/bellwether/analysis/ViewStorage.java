package dev.bellwether.analysis;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Where a view keeps what it has worked out, so that it need not go through all spans again after
/// a restart. Named chunks, each a list of blocks that only grows or is replaced as a whole; what
/// the blocks mean is the view's business.
///
/// What is read is always one whole checkpoint, the last one that was written. Several threads may
/// read while one writes.
public interface ViewStorage {
  /// The store's position that the checkpoint was taken at; nothing when there is none, or none
  /// that can be used, and the view has to begin anew.
  OptionalLong position();

  /// The names of all chunks.
  Set<String> names();

  /// All blocks of a chunk, the oldest first; none when there is no such chunk.
  List<byte[]> read(String name);

  /// Makes a checkpoint the last one: all of it or nothing.
  void write(Checkpoint checkpoint);
}

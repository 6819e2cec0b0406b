package dev.bellwether.analysis;

import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Cells on disk: chunks of equal length in time, each with as many slots for every series.
///
/// A block is a list of cells that changed; of several for one slot the last one counts:
///
/// ```
/// for each cell: series  slot  length in bytes  cell
/// ```
///
/// Many threads may use it.
final class RedArchive {
  /// A chunk that is still growing gets one block per checkpoint; then it is written anew.
  private static final int BLOCKS_MAX = 400;

  /// What the pages ask for again and again; a day of a trading system is one to three megabytes.
  private static final long CACHED_BYTES_MAX = 16 << 20;

  private final ViewStorage storage;
  private final String prefix;
  private final int slots;

  // Guarded by this object.
  private final TreeMap<Long, Integer> blocks = new TreeMap<>();
  private final LinkedHashMap<Long, List<byte[]>> cache = new LinkedHashMap<>(8, 0.75f, true);
  private final Set<Long> growing = new HashSet<>();
  private long cachedBytes;

  /// Is shown cells.
  interface Visitor {
    /// Reads the cell, which comes next, or leaves it.
    ///
    /// @param length in bytes
    /// @return whether the cell was read
    boolean visit(int series, int slot, int length, Unpacker cell);
  }

  RedArchive(ViewStorage storage, String prefix, int slots) {
    this.storage = storage;
    this.prefix = prefix;
    this.slots = slots;
    for (var name : storage.names()) {
      if (name.startsWith(prefix)) {
        blocks.put(Long.parseLong(name.substring(prefix.length())), 0);
      }
    }
  }

  /// The chunks from `first` to `last` that have anything.
  synchronized NavigableSet<Long> chunks(long first, long last) {
    return first > last
        ? new TreeSet<>()
        : new TreeSet<>(blocks.subMap(first, true, last, true).keySet());
  }

  /// Shows every slot of a chunk once.
  void visit(long chunk, Visitor visitor) {
    var seen = new BitSet();
    for (var block : read(chunk).reversed()) {
      var unpacker = new Unpacker(block);
      while (unpacker.more()) {
        int series = unpacker.count();
        int slot = unpacker.count();
        int length = unpacker.count();
        int place = series * slots + slot;
        if (seen.get(place) || !visitor.visit(series, slot, length, unpacker)) {
          unpacker.skip(length);
        }
        seen.set(place);
      }
    }
  }

  /// Hands over cells that changed.
  synchronized void append(long chunk, byte[] block, Checkpoint checkpoint) {
    growing.add(chunk);
    int count = blocks.merge(chunk, 1, Integer::sum);
    if (count <= BLOCKS_MAX) {
      checkpoint.append(prefix + chunk, block);
      return;
    }
    var whole = new Packer();
    var seen = new BitSet();
    copy(block, seen, whole);
    for (var older : read(chunk).reversed()) {
      copy(older, seen, whole);
    }
    checkpoint.replace(prefix + chunk, List.of(whole.bytes()));
    blocks.put(chunk, 1);
  }

  /// What was read before a checkpoint was written is not all any more.
  synchronized void kept() {
    for (long chunk : growing) {
      var old = cache.remove(chunk);
      cachedBytes -= old == null ? 0 : bytes(old);
    }
    growing.clear();
  }

  /// Hands over that all chunks before this one are forgotten.
  synchronized void forgetBefore(long chunk, Checkpoint checkpoint) {
    var old = blocks.headMap(chunk);
    old.keySet().forEach(each -> checkpoint.remove(prefix + each));
    old.clear();
  }

  static void pack(int series, int slot, byte[] cell, Packer packer) {
    packer.number(series);
    packer.number(slot);
    packer.number(cell.length);
    packer.raw(cell);
  }

  private void copy(byte[] block, BitSet seen, Packer into) {
    var unpacker = new Unpacker(block);
    while (unpacker.more()) {
      int series = unpacker.count();
      int slot = unpacker.count();
      var cell = unpacker.raw(unpacker.count());
      if (!seen.get(series * slots + slot)) {
        seen.set(series * slots + slot);
        pack(series, slot, cell, into);
      }
    }
  }

  private synchronized List<byte[]> read(long chunk) {
    var known = cache.get(chunk);
    if (known != null) {
      return known;
    }
    var read = storage.read(prefix + chunk);
    cache.put(chunk, read);
    cachedBytes += bytes(read);
    while (cachedBytes > CACHED_BYTES_MAX && cache.size() > 1) {
      cachedBytes -= bytes(cache.pollFirstEntry().getValue());
    }
    return read;
  }

  private static long bytes(List<byte[]> blocks) {
    return blocks.stream().mapToLong(block -> block.length).sum();
  }
}

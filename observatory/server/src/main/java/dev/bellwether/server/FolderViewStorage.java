package dev.bellwether.server;

import static java.lang.System.Logger.Level.WARNING;

import dev.bellwether.analysis.Checkpoint;
import dev.bellwether.analysis.Checkpoint.Change;
import dev.bellwether.analysis.ViewStorage;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Keeps a view in a folder: one file per chunk, and one that says which of them, up to where, make
/// up the last checkpoint. Big-endian, checksums are CRC32C of the bytes before or behind them:
///
/// ```
/// checkpoint   "BWVIEW01"  format int  position long  chunks int
///              then for each: name (short length, UTF-8)  file number long  length long
///              checksum int
/// NAME.NUMBER  blocks: length int  checksum int  bytes
/// ```
///
/// A checkpoint appends to the files first, and then replaces `checkpoint` in one step. What lies
/// behind the length that it names was written by one that was never finished. A chunk that is
/// replaced gets a file with a new number.
///
/// What is damaged, or of another format, is given up as a whole and loudly: the view begins anew.
/// Many threads may use it.
final class FolderViewStorage implements ViewStorage {
  private static final System.Logger log = System.getLogger(FolderViewStorage.class.getName());
  private static final byte[] MAGIC = "BWVIEW01".getBytes(StandardCharsets.US_ASCII);
  private static final String CHECKPOINT = "checkpoint";
  private static final int BLOCK_HEAD_BYTES = 8;

  private final Path folder;
  private final int format;

  // Guarded by this object.
  private final Map<String, Chunk> chunks = new TreeMap<>();
  private @Nullable Long position;
  private long numbers;

  private record Chunk(String name, long number, long length) {
    Path in(Path folder) {
      return folder.resolve(name + "." + number);
    }
  }

  private FolderViewStorage(Path folder, int format) {
    this.folder = folder;
    this.format = format;
  }

  /// Reads the last checkpoint and checks every byte of it.
  ///
  /// @param format of the view's blocks; those of any other are given up
  /// @throws UncheckedIOException when the folder cannot be read or written
  static FolderViewStorage open(Path folder, int format) {
    var storage = new FolderViewStorage(folder, format);
    try {
      Files.createDirectories(folder);
      try {
        storage.load();
      } catch (DamagedException e) {
        log.log(
            WARNING,
            "view {0}: {1}; it is given up and begins anew",
            folder.getFileName(),
            e.getMessage());
        storage.chunks.clear();
        storage.position = null;
        Files.deleteIfExists(folder.resolve(CHECKPOINT));
      }
      storage.deleteUnused();
    } catch (IOException e) {
      throw new UncheckedIOException("folder of views: " + folder, e);
    }
    return storage;
  }

  @Override
  public synchronized OptionalLong position() {
    return position == null ? OptionalLong.empty() : OptionalLong.of(position);
  }

  @Override
  public synchronized Set<String> names() {
    return Set.copyOf(chunks.keySet());
  }

  /// @throws UncheckedIOException when the chunk was damaged since the start
  @Override
  public synchronized List<byte[]> read(String name) {
    var chunk = chunks.get(name);
    try {
      return chunk == null ? List.of() : blocks(chunk);
    } catch (IOException e) {
      throw new UncheckedIOException("view %s, %s".formatted(folder.getFileName(), name), e);
    }
  }

  /// @throws UncheckedIOException when it could not be written; the one before is still there
  @Override
  public synchronized void write(Checkpoint checkpoint) {
    var next = new TreeMap<>(chunks);
    try {
      for (var change : checkpoint.changes()) {
        switch (change) {
          case Change.Append(String name, List<byte[]> added) ->
              next.put(name, append(next.getOrDefault(name, new Chunk(name, ++numbers, 0)), added));
          case Change.Replace(String name, List<byte[]> blocks) ->
              next.put(name, append(new Chunk(name, ++numbers, 0), blocks));
          case Change.Remove(String name) -> next.remove(name);
        }
      }
      save(next, checkpoint.position());
      chunks.clear();
      chunks.putAll(next);
      position = checkpoint.position();
      deleteUnused();
    } catch (IOException e) {
      throw new UncheckedIOException("view " + folder.getFileName(), e);
    }
  }

  /// Gives up what there is: the view has to begin anew.
  synchronized void clear() {
    try {
      Files.deleteIfExists(folder.resolve(CHECKPOINT));
      chunks.clear();
      position = null;
      deleteUnused();
    } catch (IOException e) {
      throw new UncheckedIOException("view " + folder.getFileName(), e);
    }
  }

  private Chunk append(Chunk chunk, List<byte[]> blocks) throws IOException {
    int length = blocks.stream().mapToInt(block -> BLOCK_HEAD_BYTES + block.length).sum();
    var bytes = ByteBuffer.allocate(length);
    for (var block : blocks) {
      bytes.putInt(block.length).putInt(checksum(block, block.length)).put(block);
    }
    bytes.flip();
    try (var channel =
        FileChannel.open(chunk.in(folder), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(chunk.length);
      long at = chunk.length;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
      channel.force(false);
    }
    return new Chunk(chunk.name, chunk.number, chunk.length + length);
  }

  private void save(Map<String, Chunk> next, long position) throws IOException {
    var names = new ArrayList<byte[]>();
    int length = MAGIC.length + 4 + 8 + 4 + 4;
    for (var chunk : next.values()) {
      var name = chunk.name.getBytes(StandardCharsets.UTF_8);
      names.add(name);
      length += 2 + name.length + 8 + 8;
    }
    var bytes = ByteBuffer.allocate(length);
    bytes.put(MAGIC).putInt(format).putLong(position).putInt(next.size());
    int at = 0;
    for (var chunk : next.values()) {
      var name = names.get(at++);
      bytes.putShort((short) name.length).put(name).putLong(chunk.number).putLong(chunk.length);
    }
    bytes.putInt(checksum(bytes.array(), bytes.position()));
    var fresh = folder.resolve(CHECKPOINT + ".new");
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      bytes.flip();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(
        fresh,
        folder.resolve(CHECKPOINT),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    try (var channel = FileChannel.open(folder)) {
      channel.force(true);
    }
  }

  private void load() throws IOException {
    var path = folder.resolve(CHECKPOINT);
    if (!Files.exists(path)) {
      return;
    }
    var bytes = Files.readAllBytes(path);
    int length = bytes.length - 4;
    require(length >= MAGIC.length, "checkpoint is truncated");
    require(
        ByteBuffer.wrap(bytes).getInt(length) == checksum(bytes, length),
        "checkpoint has a wrong checksum");
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    require(Arrays.equals(MAGIC, in.readNBytes(MAGIC.length)), "checkpoint is of another version");
    int found = in.readInt();
    require(found == format, "format %d (expected: %d)".formatted(found, format));
    long loaded = in.readLong();
    for (int left = in.readInt(); left > 0; left--) {
      var name = new String(in.readNBytes(in.readShort()), StandardCharsets.UTF_8);
      var chunk = new Chunk(name, in.readLong(), in.readLong());
      blocks(chunk);
      numbers = Math.max(numbers, chunk.number);
      chunks.put(name, chunk);
    }
    position = loaded;
  }

  private List<byte[]> blocks(Chunk chunk) throws IOException {
    var path = chunk.in(folder);
    require(
        Files.exists(path) && Files.size(path) >= chunk.length,
        "%s is shorter than %d bytes".formatted(path.getFileName(), chunk.length));
    var blocks = new ArrayList<byte[]>();
    try (var in = Files.newInputStream(path)) {
      var bytes = ByteBuffer.wrap(in.readNBytes(Math.toIntExact(chunk.length)));
      while (bytes.hasRemaining()) {
        require(bytes.remaining() >= BLOCK_HEAD_BYTES, "%s is torn".formatted(path.getFileName()));
        int length = bytes.getInt();
        int expected = bytes.getInt();
        require(
            length >= 0 && length <= bytes.remaining(), "%s is torn".formatted(path.getFileName()));
        var block = new byte[length];
        bytes.get(block);
        require(
            checksum(block, length) == expected,
            "%s has a wrong checksum before byte %d"
                .formatted(path.getFileName(), bytes.position()));
        blocks.add(block);
      }
    }
    return blocks;
  }

  private void deleteUnused() throws IOException {
    var used = new HashSet<Path>();
    used.add(folder.resolve(CHECKPOINT));
    chunks.values().forEach(chunk -> used.add(chunk.in(folder)));
    try (var files = Files.list(folder)) {
      for (var file : files.filter(file -> !used.contains(file)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static int checksum(byte[] bytes, int length) {
    var checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  private static void require(boolean condition, String otherwise) throws DamagedException {
    if (!condition) {
      throw new DamagedException(otherwise);
    }
  }

  private static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedException(String message) {
      super(message);
    }
  }
}

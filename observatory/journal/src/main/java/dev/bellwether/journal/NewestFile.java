package dev.bellwether.journal;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The file that is being written. Blocks are appended by one thread, the writer; the flusher may
/// [#force] at the same time.
final class NewestFile {
  private static final System.Logger log = System.getLogger(NewestFile.class.getName());

  private final FileChannel channel;
  // Closing waits for a force that is under way.
  private final ReentrantLock forcing = new ReentrantLock();
  private JournalFile file;
  private @Nullable Dictionary dictionary;
  // Absent when the file has its dictionary, or has turned out to need none.
  private Dictionary.@Nullable Sample sample = new Dictionary.Sample();
  private boolean torn;
  private volatile @Nullable IOException forceFailure;

  private NewestFile(FileChannel channel, JournalFile file, boolean torn) {
    this.channel = channel;
    this.file = file;
    this.torn = torn;
  }

  /// Header and folder entry are on the disk before the first block can be.
  static NewestFile begin(Path folder, FileHeader header) throws IOException {
    var path = JournalFile.pathIn(folder, header.number());
    var channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      writeFully(channel, header.encode(), 0);
      channel.force(true);
      forceFolder(folder);
      return new NewestFile(channel, JournalFile.begun(path, header), false);
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /// Goes on with a file of an earlier run, after its last good block.
  static NewestFile resume(JournalFile file, int dictionary) throws IOException {
    var channel = FileChannel.open(file.path(), StandardOpenOption.WRITE);
    try {
      var newest = new NewestFile(channel, file, true);
      newest.cutTorn();
      newest.resumeDictionary(dictionary);
      return newest;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void resumeDictionary(int offset) throws IOException {
    if (offset > 0) {
      try (var source = BlockSource.open(file.path(), file.number())) {
        dictionary = source.dictionary(offset);
        sample = null;
      }
    }
  }

  JournalFile file() {
    return file;
  }

  @Nullable Dictionary dictionary() {
    return dictionary;
  }

  /// Looks at what was written for what may become the dictionary.
  void sample(List<byte[]> records) {
    if (sample != null) {
      sample.add(records);
    }
  }

  /// Whether enough of the file's records have been seen.
  boolean isDictionaryDue() {
    return sample != null && sample.isFull();
  }

  /// Writes the sample twice, so that one damaged block is not the end of all; or not at all where
  /// it does not compress: then nothing repeats, and nothing could refer to it.
  void writeDictionary(BlockPacker packer) throws IOException {
    if (sample == null) {
      return;
    }
    var bytes = sample.bytes();
    var offset = (int) file.bytes();
    for (var copy = 0; copy < 2; copy++) {
      var block = packer.dictionary(bytes, file);
      if (!block.header().compressed()) {
        sample = null;
        return;
      }
      write(block.bytes(), block.header());
    }
    dictionary = new Dictionary(offset, bytes);
    sample = null;
  }

  /// Writes a block behind the last one; where that fails, what was begun is cut off again, at the
  /// latest before the next block.
  void write(ByteBuffer bytes, BlockHeader header) throws IOException {
    cutTorn();
    torn = true;
    writeFully(channel, bytes, file.bytes());
    file = file.grown(header, file.bytes() + bytes.limit());
    torn = false;
  }

  /// Cuts off what was written behind this state: it was refused, and a restart must not find it.
  /// Where not even that can be done it is tried again when the file is closed.
  void takeBack(JournalFile before) {
    file = before;
    torn = true;
    try {
      cutTorn();
    } catch (IOException e) {
      log.log(WARNING, "%s: what was refused cannot be cut off yet".formatted(before.path()), e);
    }
  }

  private void cutTorn() throws IOException {
    if (torn) {
      channel.truncate(file.bytes());
      torn = false;
    }
  }

  /// Syncs what was written. Where that has failed once it fails for ever: nobody knows what of the
  /// file is on the disk, and asking again would be answered with a lie.
  void force() throws IOException {
    forcing.lock();
    try {
      if (forceFailure != null) {
        throw new IOException(forceFailure.getMessage(), forceFailure);
      }
      // Where it has been closed meanwhile, it was forced before.
      if (channel.isOpen()) {
        channel.force(false);
      }
    } catch (IOException e) {
      forceFailure = e;
      throw e;
    } finally {
      forcing.unlock();
    }
  }

  /// Whether a sync has failed.
  boolean isBroken() {
    return forceFailure != null;
  }

  /// Marks the file as complete.
  JournalFile seal() throws IOException {
    cutTorn();
    var bytes = ByteBuffer.allocate(BlockHeader.BYTES);
    BlockHeader.seal(file).encode(bytes, file.number(), file.bytes());
    torn = true;
    writeFully(channel, bytes, file.bytes());
    force();
    torn = false;
    close();
    return new JournalFile(
        file.number(),
        file.path(),
        file.firstPosition(),
        file.records(),
        file.bytes() + BlockHeader.BYTES,
        file.firstAppend(),
        file.lastAppend());
  }

  /// Cuts off what was begun, and lets the file go in any case.
  void close() throws IOException {
    forcing.lock();
    try (channel) {
      cutTorn();
    } finally {
      forcing.unlock();
    }
  }

  static void forceFolder(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes, long offset)
      throws IOException {
    for (var at = offset; bytes.hasRemaining(); ) {
      at += channel.write(bytes, at);
    }
  }
}

package dev.bellwether.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The file that is being written. Blocks are appended by one thread, the writer; the flusher may
/// [#force] at the same time.
final class NewestFile {
  private final FileChannel channel;
  // Closing waits for a force that is under way.
  private final ReentrantLock forcing = new ReentrantLock();
  private JournalFile file;
  private @Nullable Dictionary dictionary;
  private final Dictionary.Sample sample = new Dictionary.Sample();
  private boolean torn;

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
      return new NewestFile(channel, JournalFile.begun(folder, header), false);
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /// Goes on with a file of an earlier run, after its last good block.
  static NewestFile resume(JournalFile file, int dictionary) throws IOException {
    var channel = FileChannel.open(file.path(), StandardOpenOption.WRITE);
    var newest = new NewestFile(channel, file, true);
    newest.cutTorn();
    if (dictionary > 0) {
      try (var source = BlockSource.open(file.path(), file.number())) {
        newest.dictionary = source.dictionary(dictionary);
      }
    }
    return newest;
  }

  JournalFile file() {
    return file;
  }

  @Nullable Dictionary dictionary() {
    return dictionary;
  }

  /// What may become the dictionary of this file, which has none.
  Dictionary.Sample sample() {
    return sample;
  }

  /// Writes the sample twice, so that one damaged block is not the end of all.
  void writeDictionary(BlockPacker packer) throws IOException {
    var offset = (int) file.bytes();
    for (var copy = 0; copy < 2; copy++) {
      var block = packer.dictionary(sample.bytes(), file);
      write(block.bytes(), block.header());
    }
    dictionary = new Dictionary(offset, sample.bytes());
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

  void cutTorn() throws IOException {
    if (torn) {
      channel.truncate(file.bytes());
      torn = false;
    }
  }

  void force() throws IOException {
    forcing.lock();
    try {
      // Where it has been closed meanwhile, it was forced before.
      if (channel.isOpen()) {
        channel.force(false);
      }
    } finally {
      forcing.unlock();
    }
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

  void close() throws IOException {
    forcing.lock();
    try {
      channel.close();
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

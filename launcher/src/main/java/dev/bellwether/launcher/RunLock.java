package dev.bellwether.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One launcher per data folder. The kernel gives the lock back however its holder ends; the file
/// says who that is.
final class RunLock {
  /// Kept until the process ends: a channel that nobody refers to is closed, and its lock is gone.
  private static final List<FileChannel> HELD = new ArrayList<>();

  private RunLock() {}

  /// Takes the lock of these folders and holds it until this process ends.
  ///
  /// @throws LauncherException when another launcher has it
  static void acquire(Folders folders) {
    var file = folders.lock();
    try {
      var channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw new LauncherException(
            "Bellwether is running already%s: see ./bellwether status, or end it with ./bellwether stop"
                .formatted(
                    holder(file)
                        .map(process -> " (process %d)".formatted(process.pid()))
                        .orElse("")));
      }
      HELD.add(channel);
      var self = ProcessHandle.current();
      var text = "%d %d\n".formatted(self.pid(), Processes.start(self).toEpochMilli());
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    } catch (IOException e) {
      throw new LauncherException("%s cannot be locked: %s".formatted(file, e), e);
    }
  }

  /// The launcher that runs now.
  static Optional<ProcessHandle> holder(Path file) {
    try {
      var columns = Files.readString(file).strip().split(" ", 2);
      if (columns.length != 2) {
        return Optional.empty();
      }
      return Processes.find(
          Long.parseLong(columns[0]), Instant.ofEpochMilli(Long.parseLong(columns[1])));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new LauncherException("%s cannot be read: %s".formatted(file, e), e);
    }
  }
}

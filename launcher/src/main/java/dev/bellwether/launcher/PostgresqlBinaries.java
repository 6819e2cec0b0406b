package dev.bellwether.launcher;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.tukaani.xz.XZInputStream;

/// `initdb`, `pg_ctl` and `postgres`: unpacked once per version from the jar that Maven fetched.
///
/// @param folder `.bellwether/postgresql/<version>` of the repository: shared by all data folders
record PostgresqlBinaries(Path folder) {

  static PostgresqlBinaries of(Path root) {
    return new PostgresqlBinaries(
        root.resolve(".bellwether/postgresql").resolve(Build.postgresqlVersion()));
  }

  String program(String name) {
    return folder.resolve("bin").resolve(name).toString();
  }

  /// Unpacks beside the place and moves, so that an interrupted start leaves nothing half-done.
  void unpack(Consumer<String> progress) {
    if (Files.exists(folder)) {
      return;
    }
    try {
      var unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
      delete(unfinished);
      Files.createDirectories(unfinished);
      extract(archive(), unfinished, progress);
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new LauncherException("PostgreSQL cannot be unpacked to " + folder, e);
    }
  }

  private static URL archive() {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var archive =
        "/postgres-%s-%s.txz"
            .formatted(
                system.startsWith("mac") ? "darwin" : "linux",
                System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64");
    var found = PostgresqlBinaries.class.getResource(archive);
    if (found == null) {
      throw new LauncherException(
          "%s is not on the class path: no PostgreSQL for this machine (set BELLWETHER_DATABASE_URL to use one of yours)"
              .formatted(archive));
    }
    return found;
  }

  /// Every system has `tar`, not every one has `xz`.
  private static void extract(URL archive, Path target, Consumer<String> progress)
      throws IOException {
    long total = archive.openConnection().getContentLengthLong();
    LongConsumer count =
        bytes -> progress.accept("unpacking PostgreSQL, %d %%".formatted(100 * bytes / total));
    var tar = new ProcessBuilder("tar", "-x", "-f", "-", "-C", target.toString()).start();
    try (var packed = new Counted(archive.openStream(), count);
        var plain = new XZInputStream(packed);
        var out = tar.getOutputStream()) {
      plain.transferTo(out);
    }
    var problem = new String(tar.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (Processes.exitCode(tar) != 0) {
      throw new IOException("tar: " + problem);
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var below = Files.walk(folder)) {
        for (var path : below.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /// Reports how many bytes have passed.
  private static final class Counted extends FilterInputStream {
    private final LongConsumer count;
    private long passedBytes;

    Counted(InputStream in, LongConsumer count) {
      super(in);
      this.count = count;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int readBytes = super.read(buffer, offset, length);
      passedBytes += Math.max(readBytes, 0);
      count.accept(passedBytes);
      return readBytes;
    }
  }
}

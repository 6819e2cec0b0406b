package dev.bellwether.journal;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// A file system of a test's own that can be too small and whose power can be cut. It takes root,
/// Linux and the usual tools; elsewhere the test is skipped, and says so.
public final class Disk implements AutoCloseable {
  /// `_IOR('X', 125, uint32)` of linux/fs.h: the file system forgets what it has not written and
  /// refuses everything from then on, like a disk without power.
  private static final long FS_IOC_SHUTDOWN = 0x8004587DL;

  /// Not even the journal of the file system is written out.
  private static final int NO_LOG_FLUSH = 2;

  private final Path folder;
  private final List<String> mount;
  private final @Nullable Disk beneath;

  private Disk(Path folder, List<String> mount, @Nullable Disk beneath) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.mount = mount;
    this.beneath = beneath;
    mount();
  }

  /// In memory, of so many KiB.
  public static Disk small(Path folder, int kibibytes) throws IOException {
    skipUnlessRoot();
    var size = "size=%dk".formatted(kibibytes);
    return new Disk(folder, List.of("mount", "-t", "tmpfs", "-o", size, "tmpfs"), null);
  }

  /// One that promises 64 MiB, but what is beneath it has so many KiB: writing goes well until a
  /// sync finds out.
  public static Disk thin(Path folder, Path beneath, int kibibytes) throws IOException {
    var pool = small(beneath, kibibytes);
    return ext4(folder, pool.folder().resolve("image"), List.of("-O", "^has_journal"), pool);
  }

  /// ext4 in a file of 64 MiB.
  public static Disk ext4(Path folder, Path image) throws IOException {
    skipUnlessRoot();
    return ext4(folder, image, List.of(), null);
  }

  private static Disk ext4(Path folder, Path image, List<String> options, @Nullable Disk beneath)
      throws IOException {
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(64 << 20);
    }
    var make = new ArrayList<>(List.of("mkfs.ext4", "-q", "-F"));
    make.addAll(options);
    make.add(image.toString());
    runOrSkip(make);
    var mount = List.of("mount", "-t", "ext4", "-o", "loop", image.toString());
    return new Disk(folder, mount, beneath);
  }

  /// Where it is mounted.
  public Path folder() {
    return folder;
  }

  /// Makes it larger; of a thin one, what is beneath it.
  public void grow(int kibibytes) {
    if (beneath != null) {
      beneath.grow(kibibytes);
      return;
    }
    runOrSkip(List.of("mount", "-o", "remount,size=%dk".formatted(kibibytes), folder.toString()));
  }

  /// What has not been synced is lost, and nothing can be written any more. Closing files that are
  /// open is still to be done.
  @SuppressWarnings("restricted")
  public void cutPower() {
    var linker = Linker.nativeLinker();
    var ints = ValueLayout.JAVA_INT;
    try (var arena = Arena.ofConfined()) {
      var open =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("open"),
              FunctionDescriptor.of(ints, ValueLayout.ADDRESS, ints),
              Linker.Option.firstVariadicArg(2));
      var ioctl =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("ioctl"),
              FunctionDescriptor.of(ints, ints, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
              Linker.Option.firstVariadicArg(2));
      var close =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(ints, ints));
      var file = (int) open.invokeExact(arena.allocateFrom(folder.toString()), 0);
      var result =
          (int) ioctl.invokeExact(file, FS_IOC_SHUTDOWN, arena.allocateFrom(ints, NO_LOG_FLUSH));
      var _ = (int) close.invokeExact(file);
      skipUnless(result == 0, "this file system cannot be shut down");
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// The machine starts again. All files have to be closed.
  public void restorePower() {
    unmount();
    mount();
  }

  private void mount() {
    var command = new ArrayList<>(mount);
    command.add(folder.toString());
    runOrSkip(command);
  }

  private void unmount() {
    // Others look at new disks too, for a moment.
    await(folder + " cannot be unmounted: is a file still open?")
        .until(() -> run(List.of("umount", folder.toString())) == 0);
  }

  private static void skipUnlessRoot() {
    skipUnless("root".equals(System.getProperty("user.name")), "only root may mount");
  }

  private static void runOrSkip(List<String> command) {
    skipUnless(run(command) == 0, String.join(" ", command) + " failed");
  }

  private static void skipUnless(boolean fine, String reason) {
    if (!fine) {
      System.err.println("SKIPPED: a test of full disks and power cuts: " + reason);
    }
    Assumptions.assumeTrue(fine, reason);
  }

  private static int run(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var code = process.waitFor();
      if (code != 0) {
        System.err.println(String.join(" ", command) + ": " + output);
      }
      return code;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return -1;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    unmount();
    if (beneath != null) {
      beneath.close();
    }
  }
}

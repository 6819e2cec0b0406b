package dev.bellwether.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// A folder of journal files on the disk, held by one process at a time.
final class Folder implements AutoCloseable {
  /// A disk that has to look for something serves a handful of requests at a time.
  private static final int SCANNERS = 8;

  private static final String LOCK = "journal.lock";
  private static final System.Logger log = System.getLogger(Folder.class.getName());

  private final Path path;
  private final FileChannel lock;

  private Folder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /// What is there when a journal is opened.
  ///
  /// @param newest to go on with; absent where the next append begins a file
  record Contents(
      Catalogue catalogue, @Nullable NewestFile newest, long numberMax, Recovery recovery) {}

  static Folder open(Path path) throws IOException {
    Files.createDirectories(path);
    var lock =
        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(lock)) {
      lock.close();
      throw new JournalException.Broken(
          "%s: in use by another process (expected: one writer)".formatted(path), null);
    }
    return new Folder(path, lock);
  }

  Path path() {
    return path;
  }

  /// Reads all headers before anything is changed: a folder that a later program wrote is refused
  /// as it is.
  Contents recover() throws IOException {
    var numbers = numbers();
    var scans = scans(numbers);
    var catalogue = new Catalogue();
    NewestFile newest = null;
    var tornBytes = 0L;
    for (var i = 0; i < scans.size(); i++) {
      var scan = scans.get(i);
      var file = scan.file();
      if (file != null) {
        catalogue.put(file);
      }
      if (i == scans.size() - 1 && !scan.sealed()) {
        tornBytes = scan.cutBytes();
        newest = resumed(JournalFile.pathIn(path, numbers.get(i)), scan);
      }
    }
    var recovery = recovery(catalogue, scans, tornBytes);
    if (!recovery.isClean()) {
      log.log(System.Logger.Level.WARNING, "{0}: {1}", path, recovery);
    }
    return new Contents(catalogue, newest, numbers.isEmpty() ? 0 : numbers.getLast(), recovery);
  }

  /// Many at a time, for each waits for the disk.
  private List<FileScan> scans(List<Long> numbers) throws IOException {
    var scans = new ArrayList<Future<FileScan>>();
    try (var scanners = Executors.newFixedThreadPool(SCANNERS)) {
      for (var number : numbers) {
        var newest = number.equals(numbers.getLast());
        var file = JournalFile.pathIn(path, number);
        scans.add(scanners.submit(() -> FileScan.of(file, number, newest)));
      }
    }
    var found = new ArrayList<FileScan>();
    for (var scan : scans) {
      found.add(result(scan));
    }
    return found;
  }

  private static FileScan result(Future<FileScan> scan) throws IOException {
    if (scan.state() == Future.State.SUCCESS) {
      return scan.resultNow();
    }
    switch (scan.exceptionNow()) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }

  private static @Nullable NewestFile resumed(Path path, FileScan scan) throws IOException {
    var file = scan.file();
    if (scan.isStillborn()) {
      Files.delete(path);
    }
    return file == null || scan.header() == null
        ? null
        : NewestFile.resume(file, scan.dictionary());
  }

  private static Recovery recovery(Catalogue catalogue, List<FileScan> scans, long tornBytes) {
    var files = catalogue.files();
    var records = files.stream().mapToLong(JournalFile::records).sum();
    // A tail that cannot be cut, because a file after it went on, is damage too.
    var tails = scans.stream().mapToLong(FileScan::tailBytes).sum() - tornBytes;
    return new Recovery(
        files.size(),
        records,
        tornBytes,
        scans.stream().mapToLong(FileScan::damagedBlocks).sum() + (tails > 0 ? 1 : 0),
        scans.stream().mapToLong(FileScan::damagedBytes).sum() + tails,
        scans.stream().mapToLong(FileScan::damagedRecords).sum());
  }

  private List<Long> numbers() throws IOException {
    try (var entries = Files.list(path)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("\\d{10,18}[.]journal"))
          .map(name -> Long.valueOf(name.substring(0, name.length() - JournalFile.SUFFIX.length())))
          .sorted()
          .toList();
    }
  }

  private static boolean isLocked(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}

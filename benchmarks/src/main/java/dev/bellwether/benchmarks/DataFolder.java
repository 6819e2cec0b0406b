package dev.bellwether.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;

/// Makes a large data folder out of a small one that an observatory has written: the sealed
/// segments again and again, then the originals.
///
/// A copy is the same bytes, but for what says where it is. In a file of the journal that is the
/// number and the position in its header, and the position and the checksum in the header of each
/// block (see `dev.bellwether.journal`); in a view's checkpoint it is the position up to which it
/// has read. Tables do not know where they are. So the store finds nothing to mend, and a start has
/// to do all that it has to do with as many segments of its own.
///
/// What differs from a store that has grown to the size: traces of copies are there many times
/// over, so questions about them are not worth measuring. Those of the two newest segments, which
/// are not copied, are there once.
final class DataFolder {
  private static final int HEADER_BYTES = 48;
  private static final int CHECKED_BYTES = 44;
  private static final int NEWEST_KEPT = 2;
  private static final List<String> TABLES = List.of("segment", "spans", "logs", "points");

  private final Path from;
  private final Path to;
  private final List<Original> originals;
  private long number;
  private long position;
  private long bytes;

  private DataFolder(Path from, Path to) throws IOException {
    this.from = from;
    this.to = to;
    this.originals = originals(from.resolve("segments/journal"));
  }

  /// A file of the journal, and the positions before its first record and behind its last.
  private record Original(long number, long position, long endPosition) {}

  /// Makes the large folder.
  ///
  /// @param from of an observatory that has ended
  /// @param to is made
  /// @param wantedBytes what the segments take at the least
  /// @return how many segments there are
  static long fill(Path from, Path to, long wantedBytes) throws IOException {
    var folder = new DataFolder(from, to);
    folder.copySegments(wantedBytes);
    folder.copyViews();
    return folder.number;
  }

  static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void copySegments(long wantedBytes) throws IOException {
    Files.createDirectories(to.resolve("segments/journal"));
    Files.createDirectories(to.resolve("segments/tables"));
    var copied = originals.subList(0, originals.size() - NEWEST_KEPT);
    if (copied.isEmpty()) {
      throw new IllegalStateException(
          "%s: %d segments (expected: at least %d)"
              .formatted(from, originals.size(), NEWEST_KEPT + 1));
    }
    for (int i = 0; bytes < wantedBytes; i++) {
      copy(copied.get(i % copied.size()));
    }
    for (var original : originals) {
      copy(original);
    }
  }

  private void copy(Original original) throws IOException {
    number++;
    long shift = position - original.position;
    var journal = ByteBuffer.wrap(Files.readAllBytes(journal(from, original.number)));
    moveHeader(journal, shift);
    moveBlocks(journal, shift);
    Files.write(journal(to, number), journal.array());
    bytes += journal.capacity();
    for (var kind : TABLES) {
      var table = table(from, original.number, kind);
      if (Files.exists(table)) {
        Files.copy(table, table(to, number, kind));
        bytes += Files.size(table);
      }
    }
    position += original.endPosition - original.position;
  }

  private void moveHeader(ByteBuffer file, long shift) {
    file.putLong(16, number).putLong(24, file.getLong(24) + shift);
    file.putInt(CHECKED_BYTES, checksum(file, 0, CHECKED_BYTES, new CRC32C()));
  }

  private void moveBlocks(ByteBuffer file, long shift) {
    for (int at = HEADER_BYTES; at < file.capacity(); at += HEADER_BYTES + file.getInt(at + 8)) {
      file.putLong(at + 24, file.getLong(at + 24) + shift);
      var checksum = new CRC32C();
      checksum.update(ByteBuffer.allocate(16).putLong(number).putLong(at).flip());
      file.putInt(at + CHECKED_BYTES, checksum(file, at, CHECKED_BYTES, checksum));
    }
  }

  /// They were told everything that is in the originals, and would have been told it again.
  private void copyViews() throws IOException {
    long shift = position - originals.getLast().endPosition;
    var views = from.resolve("views");
    try (var files = Files.walk(views)) {
      for (var file : files.toList()) {
        var target = to.resolve("views").resolve(views.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (file.getFileName().toString().equals("checkpoint")) {
          Files.write(target, moved(ByteBuffer.wrap(Files.readAllBytes(file)), shift).array());
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static ByteBuffer moved(ByteBuffer checkpoint, long shift) {
    int checked = checkpoint.capacity() - Integer.BYTES;
    checkpoint.putLong(12, checkpoint.getLong(12) + shift);
    return checkpoint.putInt(checked, checksum(checkpoint, 0, checked, new CRC32C()));
  }

  private static int checksum(ByteBuffer bytes, int from, int length, CRC32C checksum) {
    checksum.update(bytes.slice(from, length));
    return (int) checksum.getValue();
  }

  private static List<Original> originals(Path journal) throws IOException {
    var found = new ArrayList<Original>();
    try (var files = Files.list(journal)) {
      for (var file :
          files.filter(file -> file.toString().endsWith(".journal")).sorted().toList()) {
        found.add(original(ByteBuffer.wrap(Files.readAllBytes(file))));
      }
    }
    return found;
  }

  private static Original original(ByteBuffer file) {
    long end = file.getLong(24);
    for (int at = HEADER_BYTES; at < file.capacity(); at += HEADER_BYTES + file.getInt(at + 8)) {
      end = file.getLong(at + 24) + file.getInt(at + 16);
    }
    return new Original(file.getLong(16), file.getLong(24), end);
  }

  private static Path journal(Path data, long number) {
    return data.resolve("segments/journal/%010d.journal".formatted(number));
  }

  private static Path table(Path data, long number, String kind) {
    return data.resolve("segments/tables/%010d.%s".formatted(number, kind));
  }
}

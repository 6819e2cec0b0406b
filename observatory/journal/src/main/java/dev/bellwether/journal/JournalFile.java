package dev.bellwether.journal;

import java.nio.file.Path;
import java.time.Instant;

/// What is known of one file of a journal at one moment.
///
/// @param number files are numbered from 1 in the order in which they were begun
/// @param firstPosition of its first record
/// @param records positions that the file spans, damaged ones included
/// @param bytes that can be read; in the file that is being written, up to what was acknowledged
/// @param firstAppend when its first block was written; of an empty file, when it was begun
/// @param lastAppend when its last block was written
public record JournalFile(
    long number,
    Path path,
    long firstPosition,
    long records,
    long bytes,
    Instant firstAppend,
    Instant lastAppend) {
  static final String SUFFIX = ".journal";

  /// Ten digits, so that a listing by name is a listing by age.
  static Path pathIn(Path folder, long number) {
    return folder.resolve("%010d%s".formatted(number, SUFFIX));
  }

  static JournalFile begun(Path path, FileHeader header) {
    var begun = Instant.ofEpochMilli(header.createdMillis());
    return new JournalFile(
        header.number(), path, header.firstPosition(), 0, FileHeader.BYTES, begun, begun);
  }

  /// The position of the first record after this file.
  public long endPosition() {
    return firstPosition + records;
  }

  /// With one more block of records or of a dictionary.
  JournalFile grown(BlockHeader block, long endOffset) {
    var appended = Instant.ofEpochMilli(block.appendMillis());
    return new JournalFile(
        number,
        path,
        firstPosition,
        block.firstPosition() + block.records() - firstPosition,
        endOffset,
        records == 0 ? appended : firstAppend,
        appended);
  }

  boolean contains(long position) {
    return firstPosition <= position && position < endPosition();
  }
}

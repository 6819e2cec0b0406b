package dev.bellwether.journal;

/// What opening a journal found and what it had to give up. Records are counted by the gaps that
/// they leave between positions; what was torn from the very end cannot be counted any more.
///
/// @param files that are readable
/// @param records positions between the first and the last that is still there
/// @param tornBytes cut off the end of the newest file: a block that a crash left unfinished
/// @param damagedBlocks stretches within files that match no checksum; they were left in place and
///   readers skip them. Of files that were closed properly only the ends have been looked at
/// @param damagedBytes in those stretches
/// @param damagedRecords positions that were in them
public record Recovery(
    int files,
    long records,
    long tornBytes,
    long damagedBlocks,
    long damagedBytes,
    long damagedRecords) {
  boolean isClean() {
    return tornBytes == 0 && damagedBlocks == 0;
  }
}

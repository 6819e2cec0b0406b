package dev.bellwether.journal;

import java.time.Instant;

/// One record as a reader finds it.
///
/// @param position how many records were appended before it, over all files, also deleted ones
/// @param appended when its block was written, to the millisecond
/// @param bytes as appended; the reader's own copy
@SuppressWarnings("ArrayRecordComponent") // nobody compares records; a copy would cost
public record JournalRecord(long position, Instant appended, byte[] bytes) {}

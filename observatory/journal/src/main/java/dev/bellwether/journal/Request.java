package dev.bellwether.journal;

import java.util.ArrayList;
import java.util.List;

/// What the writer is asked for. Whoever asked waits for the outcome.
sealed interface Request {
  Outcome outcome();

  /// Records that become one block.
  final class Batch implements Request {
    private final Outcome outcome = new Outcome();
    private final List<byte[]> records = new ArrayList<>();
    private long bytes;

    /// Set before the outcome is.
    private long fileNumber;

    /// Returns the record's place in the batch.
    int add(byte[] record) {
      records.add(record);
      bytes += Framing.bytes(record);
      return records.size() - 1;
    }

    List<byte[]> records() {
      return records;
    }

    long bytes() {
      return bytes;
    }

    void writeTo(long number) {
      fileNumber = number;
    }

    long fileNumber() {
      return fileNumber;
    }

    @Override
    public Outcome outcome() {
      return outcome;
    }
  }

  /// The current file is sealed and a new one begun.
  record Roll(Outcome outcome) implements Request {}

  /// Everything that was appended before is synced.
  record Flush(Outcome outcome) implements Request {}

  /// As a flush, and the writer ends.
  record Stop(Outcome outcome) implements Request {}
}

package dev.bellwether.journal;

/// A block and where it was found.
record Block(long offset, BlockHeader header) {
  long payloadOffset() {
    return offset + BlockHeader.BYTES;
  }

  long end() {
    return payloadOffset() + header.payloadBytes();
  }

  boolean contains(long position) {
    return header.firstPosition() <= position
        && position < header.firstPosition() + header.records();
  }
}

/// An append-only log of opaque records: the truth that everything else is rebuilt from.
///
/// Engines append what a receiver handed them and are answered when it is in the file; views read
/// it back in order, lookups by position. It knows nothing of spans. [Journal] is the door;
/// `Requests` gathers what waits, `JournalWriter` alone changes files, `BlockPacker` makes blocks
/// and `BlockSource` reads them, `FileScan` finds out what a crash has left.
///
/// ## The format, version 1
///
/// A journal is a folder of files `0000000001.journal`, `0000000002.journal`, …, and an empty
/// `journal.lock` that its process holds locked. Numbers are big-endian and signed. A file is a
/// header and then blocks, one behind the other:
///
/// ```
///  file   │ header │ records │ records │ dictionary │ dictionary │ records │ … │ seal │
/// ```
///
/// | offset | bytes | header of a file |
/// |---:|---:|---|
/// | 0 | 8 | `BWJOURNL` |
/// | 8 | 4 | version, 1; a later one is refused |
/// | 12 | 4 | features, a bit each; none is known, and a file with one is refused |
/// | 16 | 8 | the file's number, as in its name |
/// | 24 | 8 | position of its first record |
/// | 32 | 8 | when it was begun, milliseconds since 1970 |
/// | 40 | 4 | 0 |
/// | 44 | 4 | CRC32C of bytes 0 to 43 |
///
/// | offset | bytes | block |
/// |---:|---:|---|
/// | 0 | 4 | `BWJB` |
/// | 4 | 1 | kind: 0 records, 1 dictionary, 2 seal |
/// | 5 | 1 | 1 where the payload is a zstd frame, 0 where it is stored as it is |
/// | 6 | 2 | 0 |
/// | 8 | 4 | bytes of the payload |
/// | 12 | 4 | its bytes when inflated |
/// | 16 | 4 | records in it |
/// | 20 | 4 | CRC32C of the payload as stored |
/// | 24 | 8 | position of its first record, or of the next record where it has none |
/// | 32 | 8 | when it was written, milliseconds since 1970 |
/// | 40 | 4 | offset of the dictionary that the payload refers to, 0 for none |
/// | 44 | 4 | CRC32C of the file's number and the block's offset, 8 bytes each, and bytes 0 to 43 |
/// | 48 | | payload |
///
/// Inflated, the payload of a block of records is a length of 4 bytes and the record's bytes, again
/// and again. A dictionary is 64 KiB of raw content for zstd and is written twice in a row, for
/// many blocks may refer to it: small ones, up to 256 KiB before compression, which is why a file
/// of large blocks, or of records that do not compress, has none. A seal has no payload, ends the
/// file and says that it was closed properly. A file without one is walked from header to header
/// when the journal is opened.
///
/// Where a checksum does not match, the next header is searched for byte by byte: since a header
/// vouches for its own place, nothing that a record contains is taken for one.
///
/// ## An example
///
/// The record `sold` at position 0 of file 1, appended at 2026-01-05T12:00:00Z. It is too short to
/// be compressed. A test compares these bytes with what is written:
///
/// ```
/// 42574a4f55524e4c 00000001 00000000 0000000000000001   BWJOURNL, version, features, number
/// 0000000000000000 0000019b8e074600 00000000 bedceecf   position, begun, 0, checksum
/// 42574a42 00 00 0000 00000008 00000008 00000001        BWJB, kind, stored, 0, bytes, bytes, records
/// 0476dd2c 0000000000000000 0000019b8e074600             checksum, position, written
/// 00000000 5c96e48f                                     no dictionary, checksum
/// 00000004 736f6c64                                     length, "sold"
/// ```
@NullMarked
package dev.bellwether.journal;

import org.jspecify.annotations.NullMarked;

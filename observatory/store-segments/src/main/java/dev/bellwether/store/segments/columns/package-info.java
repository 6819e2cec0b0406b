/// Immutable column files: the spans, log records or metric points of one segment, made for search.
///
/// The segment store writes a table when a segment of its journal is full and asks it from then on;
/// nothing of the model is lost, so that records come back as they went in. [SpanTable], [LogTable]
/// and [PointTable] are the doors. They gather a record's parts with `SpanColumns`, `LogColumns`,
/// `RowColumns`, `Origins` and `AttributeColumns`, which write to one `TableWriter`; a `TableFile`
/// is the mapped file, a `Reading` one question to it, and `SpanReading`, `LogReading` and
/// `OriginReading` put records together again. `Conditions` turns a query into a `Condition` on
/// columns, and `FilterQuery` asks the bloom filter whether that is worth it.
///
/// ## The format, version 1
///
/// Numbers are big-endian. A varint has seven bits a byte, lowest first, the highest bit set in all
/// but the last; a signed one is zigzag. A text is a varint of twice its length in bytes and UTF-8,
/// or one more than that and UTF-16 where half of a surrogate pair stands alone.
///
/// ```
///  file   │ header │ chunks and pages of column 1 │ … of column 2 │ … │ traces │ span ids │ filter │
///         │ directory │ footer │
/// ```
///
/// | offset | bytes | header |
/// |---:|---:|---|
/// | 0 | 8 | `BWCOLUMN` |
/// | 8 | 4 | version, 1; a later one is refused |
/// | 12 | 4 | features, a bit each; none is known, and a file with one is refused |
/// | 16 | 4 | rows are 1 spans, 2 log records, 3 metric points |
/// | 20 | 8 | 0 |
/// | 28 | 4 | CRC32C of bytes 0 to 27 |
///
/// | offset | bytes | footer, the last 80 bytes |
/// |---:|---:|---|
/// | 0 | 4 | rows |
/// | 4 | 4 | traces, entries of 24 bytes: see `TraceIndex` |
/// | 8 | 8 | earliest start of a span, effective time of a log record, time of a point |
/// | 16 | 8 | latest |
/// | 24 | 4 | span ids, 8 bytes for each row; 0 where the rows are no spans |
/// | 28 | 4 | blocks of the filter, 64 bytes each: see `BloomFilter` and `Fingerprint` |
/// | 32 | 4 | CRC32C of the traces |
/// | 36 | 4 | CRC32C of the span ids |
/// | 40 | 4 | CRC32C of the filter |
/// | 44 | 4 | bytes of the directory as stored, |
/// | 48 | 4 | and inflated: a zstd frame where it is longer |
/// | 52 | 4 | CRC32C of the directory as stored |
/// | 56 | 8 | offset of the traces |
/// | 64 | 4 | 0 |
/// | 68 | 8 | `BWCOLEND` |
/// | 76 | 4 | CRC32C of bytes 0 to 75 |
///
/// Everything lies without gaps, so each byte is covered by a checksum. That of a block is compared
/// each time the block is read; header and footer are compared when the file is opened, and traces,
/// span ids and filter, which are read in place, when they are first used. The directory is the
/// number of columns (varint), and for each of them
///
/// ```
/// kind (1 byte): 1 an attribute, 2 with a dictionary, 4 its numbers are differences; added up
/// name (text): an attribute's key, else one of the names in SpanColumns, LogColumns, PointTable
/// with a dictionary: how many values it has (varint), and for each of its chunks
///     how many of them (varint) · bytes inflated (varint) · block
/// for each page of 4,096 rows, the last one of what is left:
///     smallest number (signed) · distance to the largest (varint) · block
/// block: twice the bytes stored, plus 1 where they are a zstd frame (varint) · CRC32C of them (4)
/// ```
///
/// A page whose numbers are all the same has no bytes, and one 0 is its block. Blocks lie in the
/// file as they are named here. A page holds numbers: see `Pages`. In a column with a dictionary
/// these are ids, 0 for no value, 1 for the dictionary's first; ids are given in the order of rows.
/// A chunk holds some 64 KiB of values: their lengths (varints) and then the values: see
/// `StoredValue`.
///
/// The spans of a trace are neighbours; traces, and the spans in them, are in the order they start,
/// so that a trace lies in one page of each column, or two. Log records are in the order of their
/// effective times, metric points of their names and times. The 256 keys of the most rows have a
/// column, the others are maps in a column of their own, `rest`.
///
/// ## An example
///
/// A table of one metric point at 2026-01-05T12:00:00Z, a gauge `sold` in the unit `1` that is 7
/// and has an attribute `a`, `b`. Too short to be compressed but for its directory, which is shown
/// inflated. A test compares these bytes with what is written:
///
/// ```
/// 4257434f4c554d4e 00000001 00000000 00000003          BWCOLUMN, version, features, points
/// 0000000000000000 2e338f11                            0, checksum
/// 06 0008 736f6c64                                     name: a value of 6 bytes, text, "sold"
/// 03 0002 31                                           unit: "1"
/// 06 0602 0100 010e                                    data: list of 2, whole 0, whole 7
/// 02 0700                                              resource: map of 0
/// 08 0603 0000 0000 0700                               scope: list of 3, "", "", map of 0
/// 03 0002 62                                           a: "b"
/// 0c                                                   the directory: 12 columns
/// 06 086e616d65 01                                     dictionary, differences; "name", one value
/// 01 07 0e 63a42cab 02 00 00                           a chunk of one: 7 bytes; a page of ids 1
/// 04 0874696d65 8080ecbdcffbe98731 00 00               differences, "time", all the same
/// 00 0e6172726976616c 00 00 00                         "arrival" 0
/// 00 0a7374617274 00 00 00                             "start" 0
/// 02 166465736372697074696f6e 00 00 00 00              "description", no values
/// 06 08756e6974 01 01 04 08 cf8838a2 02 00 00          "unit"
/// 06 0864617461 01 01 07 0e b51c3328 02 00 00          "data"
/// 02 126578656d706c617273 00 00 00 00                  "exemplars"
/// 06 107265736f75726365 01 01 03 06 55663832 02 00 00  "resource"
/// 06 0a73636f7065 01 01 09 12 729b5e0a 02 00 00        "scope"
/// 07 0261 01 01 04 08 8dfd1185 02 00 00                an attribute, "a"
/// 02 0872657374 00 00 00 00                            "rest"
/// ```
@NullMarked
package dev.bellwether.store.segments.columns;

import org.jspecify.annotations.NullMarked;

/// The embedded engine: a journal, and tables that are derived from it. What is in the journal is
/// stored; everything else here can be made again from it.
///
/// `server` opens a [SegmentStore][dev.bellwether.store.segments.SegmentStore]. What was received
/// goes through `Intake`: `KnownSpans` leaves out what was sent again, `BatchEncoder` makes a
/// record of the rest, the journal keeps it, and `Sealing` makes it readable and looks after the
/// segments: one for each file of the journal, in the heap (`HeapPart`) while it is open, in tables
/// (`TablePart`) afterwards. `SegmentReader` asks them, the latest first. `Replay` reads the
/// journal again for a view that goes on where it stopped.
///
/// ```
/// FOLDER/journal/0000000001.journal …   the truth: see dev.bellwether.journal
/// FOLDER/tables/0000000001.spans        see dev.bellwether.store.segments.columns
///               0000000001.logs
///               0000000001.points
///               0000000001.segment      says what the three hold; written when they are there
/// ```
///
/// A table of nothing is not written. `.segment` is 88 bytes, numbers big-endian: `BWSEGMNT`, the
/// version 1 (4 bytes), then for spans, log records and points each how many there are and the
/// first and the last moment (8 bytes each), and the CRC32C of all of that (4 bytes).
///
/// ## A record of the journal, version 1
///
/// It is one append. `u` is an unsigned LEB128 number, `s` is the same of a zigzag number, `x8` are
/// eight bytes, the highest first, `[…]` is a `u` that counts and then so many of what is in it. A
/// number that refers to a table counts from 0.
///
/// | bytes | |
/// |---|---|
/// | 1 | version, 1 |
/// | 1 | 0 spans, 1 log records, 2 metric points |
/// | u | how many records |
/// | [text] | texts: a `u`, twice the number of characters, and a byte (ISO 8859-1) for each; or that plus one, and two bytes (UTF-16) for each |
/// | [u, value] | attributes: key in texts, value |
/// | [x8, x8] | trace ids |
/// | [[u]] | resources: their attributes, in attributes |
/// | [u, u, [u]] | scopes: name and version in texts, attributes |
/// | … | the records, one behind the other |
///
/// A value is a byte and what follows it: 0 empty · 1 text, `u` in texts · 2 whole number, `s` · 3
/// decimal, `x8` · 4 false · 5 true · 6 bytes, `u` and so many · 7 list, `[value]` · 8 map, `[u,
/// value]` with keys in texts. Times of records are an `s`, the distance from the record before
/// (the first: from 0).
///
/// - **Span**: a byte (bits 0 to 2 kind, 3 and 4 status, 5 has a parent, 6 has a rest) · `u` trace
///   · `x8` id · `x8` parent, where it has one · `s` flags · `u` name · start · `s` end minus start
///   · `u` resource · `u` scope · `[u]` attributes. The rest: `u` trace state · `u` status message
///   · `s` dropped attributes · events `[s time minus start, u name, [u] attributes]` · links `[u
///   trace, x8 span, u trace state, [u] attributes]`.
/// - **Log record**: a byte (bit 0 has a trace, 1 a span, 2 details) · `u` trace · `x8` span · time
///   · `s` observed minus time · `s` severity · `u` severity text · value: the body · `u` resource
///   · `u` scope · `[u]` attributes. The details: `s` flags · `s` dropped attributes · `u` event
///   name.
/// - **Metric point**: `u` name · `u` description · `u` unit · time · `s` start minus time · `u`
///   resource · `u` scope · `[u]` attributes · data · exemplars `[a byte as of a log record, u
///   trace, x8 span, s time minus the point's, value, [u] attributes]`.
/// - **Data** is a byte and: 0 gauge, value · 1 sum, value, temporality, monotonic (a byte each) ·
///   2 histogram, temporality, `s` count, statistics, bounds `[x8]`, counts `[s]` · 3 exponential
///   histogram, temporality, `s` count, statistics, `s` scale, `s` zero count, `x8` zero threshold,
///   twice buckets: `s` offset, `[s]` · 4 summary, `s` count, `x8` sum, quantiles `[x8, x8]`.
///   Statistics are a byte (bit 0 sum, 1 minimum, 2 maximum) and an `x8` for each that there is.
///
/// ## An example
///
/// One log record, `sold` at nanosecond 5 of the service `trader`. A test compares these bytes:
///
/// ```
/// 01 01 01                                    version, log records, one
/// 05 08494e464f 08736f6c64                    texts: INFO, sold,
///    18736572766963652e6e616d65 0c747261646572 00       service.name, trader, nothing
/// 01 02 01 03                                 attributes: service.name is the text trader
/// 00                                          no trace ids
/// 01 01 00                                    resources: one with that attribute
/// 01 04 04 00                                 scopes: one without name, version and attributes
/// 00 0a 00 12 00 01 01 00 00 00               head, time, observed, severity 9, its text, the body,
///                                             resource, scope, no attributes
/// ```
@NullMarked
package dev.bellwether.store.segments;

import org.jspecify.annotations.NullMarked;

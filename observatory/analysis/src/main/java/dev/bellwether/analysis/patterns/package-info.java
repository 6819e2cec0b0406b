/// Which lines logs are made of: patterns, how often each was written, and what changed.
///
/// `api` asks a [PatternReader], which reads log records from the store, hands them to a
/// [PatternMiner] and asks that for the [Pattern]s of a time and the [Change]s between two. A
/// pattern comes with the query that finds its records ([PatternFilter]).
///
/// ```
/// LogRecord ── Message: the part worth reading: event name, exception, the message in JSON
///                 │
///             LineScanner: tokens; what surely varies (numbers, addresses, times …) is masked
///                 │
///             Templates of the service: by exact shape, else by length and first words, else new
///                 │
///             Template: counts by step of time, top values of each variable part, examples
/// ```
///
/// Two templates become one when enough of their words agree, when they differ only in how many
/// values a list has, or when many differ only in one of their first words. A template's id is a
/// hash of what it reads like; where it changes, the old id leads to the new one, so that counts
/// kept under it stay of use. Everything is bounded: what is beyond the limits is counted as other.
@NullMarked
package dev.bellwether.analysis.patterns;

import org.jspecify.annotations.NullMarked;

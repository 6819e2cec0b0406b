/// An experiment, kept because it can be run again: in which form do spans take the least room and
/// time on disk? LAYOUT.md has its results; no part of the product uses this code.
///
/// [LayoutExperiment] (`benchmarks/layout`) cuts the workload into segments and stores each as
///
/// - [RawBlocks]: the requests as they came, in zstd blocks;
/// - [RowBlocks]: one row after another, strings in a dictionary, in zstd blocks;
/// - [ColumnSegment]: one dictionary-encoded column for each attribute key, in zstd pages.
///
/// The last two give every span back, which is checked. What this workload does not have is refused
/// rather than lost: events, links, trace states, values other than texts and numbers. Everything
/// is kept in memory; sizes are what a file would hold.
@NullMarked
package dev.bellwether.benchmarks.layout;

import org.jspecify.annotations.NullMarked;

/// In which form do spans take the least room and time on disk? An experiment, kept because it can
/// be run again; LAYOUT.md has its results.
///
/// [LayoutExperiment] (`benchmarks/layout`) cuts the workload into segments and stores each as
///
/// - [RawBlocks]: the requests as they came, in zstd blocks;
/// - [RowBlocks]: one row after another, strings in a dictionary, in zstd blocks;
/// - [TableFigures]: the product's own column files, on disk, and what questions to them cost.
///
/// All give every span back, which is checked. What this workload does not have the first two
/// refuse rather than lose: events, links, trace states, values other than texts and numbers; they
/// are kept in memory, and their sizes are what a file would hold.
@NullMarked
package dev.bellwether.benchmarks.layout;

import org.jspecify.annotations.NullMarked;

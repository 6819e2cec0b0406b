/// What the algorithms of `analysis` cost, in CPU time of the one thread that runs them.
///
/// [ExplainCost] (`benchmarks/explain`) explains a million requests, again and again, and prints
/// the median; [PatternsCost] (`benchmarks/patterns`) mines a million log lines. Data is made
/// beforehand from a fixed seed and is not counted.
@NullMarked
package dev.bellwether.benchmarks.analysis;

import org.jspecify.annotations.NullMarked;

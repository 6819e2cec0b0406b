/// The way to an observatory, or to anything that takes OTLP: start one in a process of its own,
/// send to it, ask it. Called by `truth` and the benchmarks.
@NullMarked
package dev.bellwether.history.observatory;

import org.jspecify.annotations.NullMarked;

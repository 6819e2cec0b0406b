/// The HTTP API: one `…Resource` per REST path, one `…Json` record per answer.
///
/// Reads `store` and `analysis`, writes nothing. Times leave as epoch nanoseconds in strings (a
/// browser's numbers are exact only to 2^53), durations as nanoseconds in numbers.
@NullMarked
package dev.bellwether.api;

import org.jspecify.annotations.NullMarked;

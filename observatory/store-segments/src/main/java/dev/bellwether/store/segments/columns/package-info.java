/// The column files of the segment store.
@NullMarked
package dev.bellwether.store.segments.columns;

import org.jspecify.annotations.NullMarked;

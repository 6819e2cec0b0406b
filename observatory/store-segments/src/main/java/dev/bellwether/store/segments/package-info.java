/// The embedded engine: a journal, and columns that are derived from it.
@NullMarked
package dev.bellwether.store.segments;

import org.jspecify.annotations.NullMarked;

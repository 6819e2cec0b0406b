/// An append-only log of opaque records.
@NullMarked
package dev.bellwether.journal;

import org.jspecify.annotations.NullMarked;

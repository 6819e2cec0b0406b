/// That a history is what it says it is.
@NullMarked
package dev.bellwether.truth.history;

import org.jspecify.annotations.NullMarked;

/// That a history is what it says it is.
@NullMarked
package dev.bellwether.history;

import org.jspecify.annotations.NullMarked;

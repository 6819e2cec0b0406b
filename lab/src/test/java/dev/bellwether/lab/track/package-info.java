/// Tests of the tracks' format.
@NullMarked
package dev.bellwether.lab.track;

import org.jspecify.annotations.NullMarked;

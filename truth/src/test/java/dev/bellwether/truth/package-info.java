/// How the commands are asked.
@NullMarked
package dev.bellwether.truth;

import org.jspecify.annotations.NullMarked;

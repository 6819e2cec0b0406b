/// Tests of the test: who knows everything scores 100 %, who knows nothing scores chance.
@NullMarked
package dev.bellwether.truth.score;

import org.jspecify.annotations.NullMarked;

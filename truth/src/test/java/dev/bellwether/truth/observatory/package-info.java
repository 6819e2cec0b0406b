/// What an endpoint may answer, and what then happens.
@NullMarked
package dev.bellwether.truth.observatory;

import org.jspecify.annotations.NullMarked;

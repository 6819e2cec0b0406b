/// What an endpoint may answer, and what then happens.
@NullMarked
package dev.bellwether.history.observatory;

import org.jspecify.annotations.NullMarked;

/// HTTP for the observatory: plain blocking handlers behind listeners that defend themselves.
///
/// Vert.x moves the bytes; everything above it sees a whole [Request], returns a [Response] and
/// runs on a virtual thread. Who may talk to us (loopback, Host, Origin), how much (caps, also on
/// what a body inflates to) and for how long (deadlines) is decided here, once for all listeners.
/// `otlp`, `api` and `web` bring the handlers; `server` starts the listeners.
@NullMarked
package dev.bellwether.http;

import org.jspecify.annotations.NullMarked;

/// Configuration and wiring of the observatory: the only module that knows all the others.
///
/// [dev.bellwether.server.Observatory] reads like a parts list: a store, the views that follow it,
/// the receivers that write to it, the API and the pages that read it. Nothing below this module
/// knows a port, a path or an environment variable.
@NullMarked
package dev.bellwether.server;

import org.jspecify.annotations.NullMarked;

package dev.bellwether.http;

import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/// What all requests of one listener share.
///
/// @param threads makes the virtual threads that handlers run on
/// @param streams the event streams that are open, for ending them when the listener closes
record Listening(
    ListenerOptions options,
    Handler handler,
    Guard guard,
    Budget budget,
    Connections connections,
    Vertx vertx,
    ThreadFactory threads,
    Set<EventConnection> streams) {}

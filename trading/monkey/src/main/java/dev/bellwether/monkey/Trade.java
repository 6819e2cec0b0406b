package dev.bellwether.monkey;

import java.time.Duration;
import java.util.UUID;

/// One trade, before it is sent.
///
/// @param number in the order of the run, from 0
/// @param day M, Tu, W, Th or F
/// @param pause until the next one
/// @param jitterSeed of the waits between retries
record Trade(
    long number,
    UUID id,
    Customer customer,
    String day,
    String symbol,
    Duration pause,
    long jitterSeed) {}

package dev.bellwether.monkey;

import java.time.Duration;
import java.util.UUID;

/// One trade, before it is sent.
///
/// @param number in the order of the run, from 0
/// @param day M, Tu, W, Th or F
/// @param pause until the next one
/// @param canary whether the new recorder shall take it
/// @param malformed whether it is sent without a customer
/// @param jitterSeed of the waits between retries
public record Trade(
    long number,
    UUID id,
    Customer customer,
    String day,
    String symbol,
    Duration pause,
    boolean canary,
    boolean malformed,
    long jitterSeed) {}

package dev.bellwether.api.layout;

/// The centre of a node in CSS pixels, x to the right, y down. Either may be negative.
public record Position(double x, double y) {}

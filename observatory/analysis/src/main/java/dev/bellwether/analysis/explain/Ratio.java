package dev.bellwether.analysis.explain;

/// A ratio and the ends of its 95 % confidence interval.
public record Ratio(double value, double low, double high) {}

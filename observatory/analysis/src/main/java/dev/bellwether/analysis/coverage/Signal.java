package dev.bellwether.analysis.coverage;

/// Of what kind a record is.
public enum Signal {
  SPANS,
  LOGS
}

package dev.bellwether.store.segments.columns;

/// What the rows of a file are.
enum TableKind {
  SPANS(1),
  LOG_RECORDS(2),
  METRIC_POINTS(3);

  private final int code;

  TableKind(int code) {
    this.code = code;
  }

  /// As it stands in the file's header.
  int code() {
    return code;
  }
}

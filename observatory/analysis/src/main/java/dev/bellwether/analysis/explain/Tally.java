package dev.bellwether.analysis.explain;

/// Rows that fulfil a conjunction, as counted or, where rows were sampled, as estimated.
///
/// @param rows of the time to explain
/// @param hits those of them that failed or, for latency, that were slow
/// @param rankSum of the rows' ranks by duration, each from 0 to 255; 0 for failures
/// @param usualRows of the baseline; 0 where there is none
/// @param usualHits those of them that failed or were slow
/// @param variation how much their share varies from part to part of the time before, see [Slices];
///   0 where there are no parts
record Tally(
    double rows,
    double hits,
    double rankSum,
    double usualRows,
    double usualHits,
    double variation) {

  Tally minus(Tally other) {
    return new Tally(
        rows - other.rows,
        hits - other.hits,
        rankSum - other.rankSum,
        usualRows - other.usualRows,
        usualHits - other.usualHits,
        0);
  }

  double rate() {
    return rows == 0 ? 0 : hits / rows;
  }

  double meanRank() {
    return rows == 0 ? 0 : rankSum / rows;
  }
}

/// Metric points as lines over time: what `/api/metrics` answers.
///
/// ```
/// points, newest first ── SeriesDrawing: by attributes (OpenSeries), by group (Group)
///                             │    sums and histograms: what was counted between two points is
///                             │      spread evenly over the time between (Count, Interval)
///                             │    gauges and levels: the last value of each step holds until
///                             │      the next point
///                             ▼
///                        MetricChart: the largest groups, a value for each of the Steps
/// ```
///
/// Points come from the newest to the oldest, so that a cut-off answer has the newest and so that
/// nothing has to be kept but one point per series. A cumulative counter began anew where it says
/// so, its start lying after the point before, or where it fell; then the whole of what it shows
/// was counted since. Points further apart than [Steps#gapNanos] are a gap: nobody knows when in it
/// something was counted, so nothing is drawn.
///
/// No I/O; used by one thread. `api` reads the points from the store and hands them over.
@NullMarked
package dev.bellwether.analysis.metrics;

import org.jspecify.annotations.NullMarked;

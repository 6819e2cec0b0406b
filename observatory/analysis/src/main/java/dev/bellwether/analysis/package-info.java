/// What spans mean together: the service map, requests, errors, durations and health of its nodes.
///
/// Two views follow the store and are read by `api`. No I/O here, and no time but that of a given
/// clock: what a view has to keep it hands to a [ViewStorage], which `server` implements.
///
/// **[ServiceMapView].** A span is opened in its trace (`OpenTrace`), the rules (`CallRules`, and
/// `Links` for what lies between traces) say what it adds to the map given its parent and children,
/// and `Minutes` keeps the sums. When a late span changes what an earlier one meant, the earlier
/// contribution is taken out and the new one put in, so that the sums are the same for every order
/// of arrival, also when the trace had been closed long before (`SeenTraces`, `OpenTraces`).
/// `MinuteSums` adds up ten minutes, hours and days and keeps them until one of their minutes
/// changes; `MapDrawing` turns sums into a [ServiceMap]; `HealthCheck` judges nodes.
///
/// **[MapEvidence].** Applies the same rules to a sample of whole traces and writes down which of
/// them added which call (`Contributions` is what both have in common): why an edge is drawn, and
/// with `MapGaps` what is missing.
///
/// **[RedView].** A request is counted in its series (`RedTable`) in its 10 seconds (`RedHour`);
/// what is over is in `RedArchives`.
///
/// Both have a `Progress`: how far they have followed the store, and the lock of what they know.
///
/// ## What is on disk
///
/// Chunks of blocks; how they lie in files is the storage's business. Numbers are in groups of
/// seven bits, the lowest first, signed ones folded (0, -1, 1, -2 …); a text is there once per
/// block and a number afterwards; see `Packer`. Format 1 of both views:
///
/// ```
/// service map   minutes-HOUR  one block per minute and change, the last one counts: `Minute#pack`
///               traces-N      four bytes of a hash for each trace ever seen
///               links         for each span that links wait for: how many links, its trace and span
///                             id, then the facts of the spans that link to it
///               unsettled     for each part of a trace that was counted apart from the rest: trace
///                             id, how many spans, their ids
/// RED           series        service, operation, kind, version, environment; numbered from 0
///               hour-HOUR     cells of 10 seconds that changed: series, slot, length, cell
///               day-DAY       the same for 5 minutes; both: the last cell of a slot counts
/// cell          weight, two histograms: all requests, failed ones
/// histogram     how many buckets, then for each how far it is from the one before, and its count
/// ```
///
/// For example, series 2 served one request of 1 ms, not failed, in the fourth 10 seconds of an
/// hour: `02 03 07 E8 07 01 FD 04 02 00`. Series 2, slot 3, seven bytes: weight 1,000
/// (thousandths), one bucket, 637, its count 1 (folded: 2), no bucket of failed ones. What is
/// written `HOUR` and `DAY` counts from 1970.
@NullMarked
package dev.bellwether.analysis;

import org.jspecify.annotations.NullMarked;

/// What failing or slow requests have in common that the others have not.
///
/// `api` lets a [RequestReader] read the newest traces of a window and hands the [Population], one
/// row for each request and a dictionary-encoded column for each attribute, to [Explainer#explain],
/// which answers with [Answer]: a few [Explanation]s, each a conjunction of up to three
/// [Condition]s with its figures, its words and its query, or the reason why there is none.
///
/// ```
/// Population ── Items: every value that enough failing rows carry, whatever the cardinality
///                 │
///            RowSample: bitsets of those values over failing rows and over the others
///                 │
///              Search: level by level, the 60 best conjunctions of each go on   <── Measure:
///                 │                                                                what counts
///            Explainer: checks exactly, takes the best, removes its rows, again
///                 │
///           Neighbours: synonyms, and what only stands out because of it
///                 │
///              Answer
/// ```
///
/// A conjunction is named only where it would be surprising among all that were looked at
/// (Bonferroni over all conjunctions of its length, 1 in 100), where it matters (half as many
/// failures again as elsewhere), and where each of its conditions adds something. No randomness:
/// the same rows give the same answer.
@NullMarked
package dev.bellwether.analysis.explain;

import org.jspecify.annotations.NullMarked;

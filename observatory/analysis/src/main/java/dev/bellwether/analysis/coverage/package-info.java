/// Which records carry an attribute, which lack it, where on its way it was lost and what would
/// mend that.
///
/// `api` hands a sample of whole traces that have the key ([TracedRecords]) and spans of other
/// traces of the same time to [Coverage#of]. `Places` puts each span into its trace, `Diagnosis`
/// says why one lacks the key, `BrokenTraces` finds calls whose other end began a trace of its own,
/// and `Words` says it in sentences. No I/O, no time, no state.
@NullMarked
package dev.bellwether.analysis.coverage;

import org.jspecify.annotations.NullMarked;

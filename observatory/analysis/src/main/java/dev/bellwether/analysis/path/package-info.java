/// What a request waited for: the critical path of a trace, and what many of them have in common.
///
/// [CriticalPath] takes a [dev.bellwether.store.Trace] as the store gives it and says for every
/// moment of its root which span held it up. [PathProfile] adds up the paths of many traces by
/// service and operation. `api` calls both. No I/O, no time, no state but the profile's sums.
@NullMarked
package dev.bellwether.analysis.path;

import org.jspecify.annotations.NullMarked;

/// Starts Bellwether, watches it and stops it: `up`, `stop` and `status` of `./bellwether`.
///
/// [Launcher] reads the [Configuration], [Parts] lists what is to run, [Supervisor] starts each
/// part when what it needs is healthy, [Board] holds what is known of each and tells [Progress]
/// (the terminal) and [RunFile] (the next command). Nothing imports this package; the end-to-end
/// tests live beside it because it is the only module that starts everything.
///
/// On disk, below `BELLWETHER_DATA` (see [Folders]):
///
/// ```
/// lock                 held while a launcher runs: "<pid> <start, epoch ms>"
/// processes            one line per process, see RunFile
/// run/<name>.pid       pid of the process itself, written by its watchdog
/// run/<name>.classes   where the code of a service is that was rebuilt, see RebuiltCode
/// rebuilt/<name>-…/    that code, and a file jvm.options where it has some
/// logs/<name>.log      what it printed; <name>.1.log is the log before
/// secrets/…            mode 0600
/// data/<name>/         what it keeps
/// control/<name>       how to control a service from outside, see dev.bellwether.faults
/// ledger/              what was made to go wrong, and for whom; mode 0700
/// ```
///
/// **Nobody outlives the launcher.** Each process runs behind a [Watchdog], a shell that holds the
/// other end of a pipe to the launcher. The kernel closes that pipe however the launcher ends, and
/// then the watchdog ends its process.
@NullMarked
package dev.bellwether.launcher;

import org.jspecify.annotations.NullMarked;

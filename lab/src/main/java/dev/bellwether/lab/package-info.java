/// The workbench: an assignment beside a page, an editor and a terminal, on this machine.
///
/// [Workbench] is the process, started by `./bellwether lab`. [Door] lets in only who has the link
/// that was printed; behind it, [TrackResource] serves the tracks that
/// [dev.bellwether.lab.track.TrackReader] has read, [FileResource] the files of a track's
/// [WorkCopy], [TerminalResource] its shells, [DeskResource] the trading desk and [WorkbenchPages]
/// the pages that show them. What happens without being asked for, a shell's output above all, goes
/// to the page through [Listeners] as Server-Sent Events. [Places] is the one table of what an
/// assignment's host names and paths mean here.
///
/// On disk, below `WORKBENCH_DATA`:
///
/// ```
/// session                   mode 0600: what the cookie of whoever was let in has to be
/// <track>/                  the work copy: the repository's trading/, to be changed
/// <track>.json              progress: {"seed": 4711, "challenges": {"<slug>": {"state": "STARTED", …}}}
/// ```
///
/// Two more programs are run by the tracks' scripts: [TelemetryCheck] asserts something about the
/// newest trades, and [CauseCheck] begins a [Case] and compares an answer with the [Truth].
///
/// It knows the trading services only as sources and addresses, the observatory as an address, and
/// the incident ledger as a file.
@NullMarked
package dev.bellwether.lab;

import org.jspecify.annotations.NullMarked;

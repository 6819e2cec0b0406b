/// The workbench: an assignment beside a page, an editor and a terminal, on this machine.
///
/// [Workbench] is the process, started by `./bellwether lab`. [Door] lets in only who has the link
/// that was printed; behind it, [TrackResource] serves the tracks that
/// [dev.bellwether.lab.track.TrackReader] has read, [FileResource] the files of a track's
/// [WorkCopy], [TerminalResource] its shells and [WorkbenchPages] the page that shows them. What
/// happens without being asked for, a shell's output above all, goes to the page through
/// [Listeners] as Server-Sent Events. [Places] is the one table of what an assignment's host names
/// and paths mean here.
///
/// On disk, below `WORKBENCH_DATA`:
///
/// ```
/// session                   mode 0600: what the cookie of whoever was let in has to be
/// <track>/                  the work copy: the repository's trading/, to be changed
/// <track>.json              progress: {"challenges": {"<slug>": {"state": "STARTED", …}}}
/// ```
///
/// It knows the trading services only as sources and the observatory only as an address.
@NullMarked
package dev.bellwether.lab;

import org.jspecify.annotations.NullMarked;

/// The format of the lab: tracks of challenges, read from folders. No I/O but reading them.
///
/// ```
/// attributes/                 a track; its name in addresses is the folder's
///   track.yml                 title and teaser; may be missing
///   assets/map.png            pictures of all its challenges
///   01-bearings/              a challenge, in the order of the folders' names
///     assignment.md           front matter in YAML, then Markdown
///     setup-host-1            bash: prepares the challenge
///     check-host-1            bash: exit code 0 when it is done, else says what is missing
///     solve-host-1            bash: does it
///     cleanup-host-1          bash: takes back what setup did
///   02-first.md               a challenge without scripts may be a single file, .md or .txt
/// ```
///
/// The front matter knows `slug, id, type, title, tabs, difficulty, timelimit, notes` and, as ours,
/// `hints`; other keys are somebody else's and are left alone. A tab has `title`, `type` and
/// `hostname`, a service also `path` and `port`, code a `path`, a terminal a `workdir`.
///
/// Markdown is GitHub's, with callouts (`> [!NOTE]`), `[button label="Map"](tab-0)` and code blocks
/// whose info string says `nocopy` or `run` behind a comma. It becomes a tree of [Markup], which
/// the page draws element by element: text stays text, and HTML is shown as it was written.
///
/// What is wrong with an assignment is an [AssignmentProblem] with file, line and rule; the other
/// challenges of the track still open. [TrackReader] is the way in; `lab` serves what it returns.
@NullMarked
package dev.bellwether.lab.track;

import org.jspecify.annotations.NullMarked;

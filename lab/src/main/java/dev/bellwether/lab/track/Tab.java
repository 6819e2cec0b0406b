package dev.bellwether.lab.track;

/// One tab beside an assignment. Hostnames and paths are those of the assignment: what they mean on
/// this machine is decided where the challenge is run.
public sealed interface Tab {
  String title();

  String hostname();

  /// The page of a process.
  record Service(String title, String hostname, String path, int port) implements Tab {}

  /// An editor on a file or folder.
  record Code(String title, String hostname, String path) implements Tab {}

  /// A shell.
  ///
  /// @param workdir where the shell begins; empty for the beginning of the work copy
  record Terminal(String title, String hostname, String workdir) implements Tab {}
}

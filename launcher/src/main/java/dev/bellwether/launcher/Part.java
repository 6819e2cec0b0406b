package dev.bellwether.launcher;

import java.nio.file.Path;
import java.util.List;

/// One process of the system.
///
/// @param ports what it listens on, the one that people ask for first
/// @param needs names of the parts that must be healthy before this one is started
record Part(String name, List<Port> ports, List<String> needs, Program program) {
  Part {
    ports = List.copyOf(ports);
    needs = List.copyOf(needs);
  }

  /// @param setting the name of the setting that moves it
  record Port(int number, String setting) {}

  /// The same with other code of its own; what is no program of ours stays as it is.
  Part withCode(Path classes) {
    return program instanceof JavaProgram java
        ? new Part(name, ports, needs, java.withCode(classes))
        : this;
  }

  int port() {
    return ports.getFirst().number();
  }
}

package dev.bellwether.launcher;

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

  int port() {
    return ports.getFirst().number();
  }
}

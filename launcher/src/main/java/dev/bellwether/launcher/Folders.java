package dev.bellwether.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where everything is below `BELLWETHER_DATA`; the package's description has the tree.
record Folders(Path data) {
  Path lock() {
    return data.resolve("lock");
  }

  Path processes() {
    return data.resolve("processes");
  }

  Path log(String name) {
    return made(data.resolve("logs")).resolve(name + ".log");
  }

  Path previousLog(String name) {
    return made(data.resolve("logs")).resolve(name + ".1.log");
  }

  /// What PostgreSQL writes itself, in files of ten minutes.
  Path databaseLog() {
    return data.resolve("logs/postgresql");
  }

  Path pid(String name) {
    return made(data.resolve("run")).resolve(name + ".pid");
  }

  Path classes(String service) {
    return made(data.resolve("run")).resolve(service + ".classes");
  }

  Path rebuilt(String name) {
    return made(data.resolve("rebuilt").resolve(name));
  }

  Path dataOf(String name) {
    return made(data.resolve("data")).resolve(name);
  }

  Path secrets() {
    return made(data.resolve("secrets"));
  }

  /// Where services say how to control them.
  Path control() {
    return made(data.resolve("control"));
  }

  /// The incidents and their victims. The folder is made by whoever writes it, for its owner only.
  Path ledger() {
    return data.resolve("ledger/incidents.jsonl");
  }

  static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

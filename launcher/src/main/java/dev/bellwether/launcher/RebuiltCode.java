package dev.bellwether.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// How `rebuild` tells the launcher which code a service is to run: a file with the folder of its
/// classes. `rebuild` writes it and ends the process; the launcher starts the next one with what
/// the file says then, and writes it back when that one does not become healthy.
///
/// @param file `run/<service>.classes`; missing while the service runs as it was built
record RebuiltCode(Path file) {
  static RebuiltCode of(Folders folders, String service) {
    return new RebuiltCode(folders.classes(service));
  }

  Optional<Path> wanted() {
    try {
      return Optional.of(Path.of(Files.readString(file).strip()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void want(Optional<Path> classes) {
    try {
      if (classes.isEmpty()) {
        Files.deleteIfExists(file);
        return;
      }
      var fresh = file.resolveSibling(file.getFileName() + ".fresh");
      Files.writeString(fresh, classes.get() + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

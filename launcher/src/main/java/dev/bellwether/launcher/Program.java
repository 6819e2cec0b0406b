package dev.bellwether.launcher;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// How one process is made ready, started, asked for its health and ended.
sealed interface Program permits JavaProgram, Postgresql {
  /// Everything that has to be there before the process: files, folders, a database cluster.
  ///
  /// @param progress takes what is going on, in a few words
  void prepare(Consumer<String> progress);

  List<String> command();

  /// All of it: nothing is inherited.
  Map<String, String> environment();

  /// Asks the process to finish what it has begun and to end.
  String firstSignal();

  /// Ends it, 5 s later.
  String lastSignal();

  boolean isHealthy();
}

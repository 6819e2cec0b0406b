package dev.bellwether.analysis.patterns;

import dev.bellwether.model.LogRecord.Severity;
import java.util.EnumMap;
import java.util.Map;

/// A 64-bit hash that is the same on every machine and in every version: pattern ids are stored.
final class Hash {
  static final long START = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private static final Map<Severity, Long> OF_SEVERITY = ofSeverities();

  private Hash() {}

  /// FNV-1a over characters; [#mixed] makes all bits depend on all characters.
  static long with(long hash, char c) {
    return (hash ^ c) * PRIME;
  }

  static long with(long hash, long word) {
    return mixed((hash ^ word) * PRIME);
  }

  static long of(String text) {
    long hash = START;
    for (int i = 0; i < text.length(); i++) {
      hash = with(hash, text.charAt(i));
    }
    return mixed(hash);
  }

  static long of(Severity severity) {
    return OF_SEVERITY.getOrDefault(severity, START);
  }

  static long mixed(long hash) {
    long mixed = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
    return mixed ^ (mixed >>> 29);
  }

  private static Map<Severity, Long> ofSeverities() {
    var hashes = new EnumMap<Severity, Long>(Severity.class);
    for (var severity : Severity.values()) {
      hashes.put(severity, of(severity.name()));
    }
    return hashes;
  }
}

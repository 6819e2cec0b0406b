package dev.bellwether.launcher.databaselog;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The files that PostgreSQL writes in turn and, after a round, again from their begin.
///
/// A file is known by its first bytes, the time of its first line: when they change it has been
/// begun anew. One thread uses this.
final class LogFiles {
  /// What is read at once at the most; a longer line than this is left out.
  private static final int CHUNK_BYTES_MAX = 1 << 20;

  private static final int FIRST_BYTES = 64;

  private final Path folder;
  private final Map<Path, Place> places = new HashMap<>();

  /// What is there already is not read: it has been shipped, or nobody was there to take it.
  LogFiles(Path folder) throws IOException {
    this.folder = folder;
    for (var file : files()) {
      try (var opened = new RandomAccessFile(file.toFile(), "r")) {
        places.put(file, new Place(first(opened), opened.length()));
      }
    }
  }

  /// @param file to remember the end of, once the lines have been taken
  record Chunk(Path file, Place end, List<String> lines) {}

  record Place(String firstBytes, long offset) {}

  /// The next whole lines of some file, oldest file first; no lines where nothing is new.
  List<Chunk> next() throws IOException {
    var chunks = new ArrayList<Chunk>();
    for (var file : files()) {
      try (var opened = new RandomAccessFile(file.toFile(), "r")) {
        var chunk = read(file, opened);
        if (chunk.end.offset > offsetOf(file, chunk.end.firstBytes)) {
          chunks.add(chunk);
        }
      }
    }
    return chunks;
  }

  void taken(Chunk chunk) {
    places.put(chunk.file, chunk.end);
  }

  private Chunk read(Path file, RandomAccessFile opened) throws IOException {
    var first = first(opened);
    var offset = offsetOf(file, first);
    var bytes = new byte[Math.clamp(opened.length() - offset, 0, CHUNK_BYTES_MAX)];
    opened.seek(offset);
    opened.readFully(bytes);
    var end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    if (end == 0 && bytes.length == CHUNK_BYTES_MAX) {
      return new Chunk(file, new Place(first, offset + bytes.length), List.of());
    }
    var lines = new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
    return new Chunk(file, new Place(first, offset + end), lines);
  }

  private long offsetOf(Path file, String firstBytes) {
    var place = places.get(file);
    return place == null || !firstBytes.startsWith(place.firstBytes) ? 0 : place.offset;
  }

  private static String first(RandomAccessFile file) throws IOException {
    var bytes = new byte[(int) Math.min(FIRST_BYTES, file.length())];
    file.seek(0);
    file.readFully(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".json"))
          .sorted(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .toList();
    }
  }
}

package dev.bellwether.store.segments;

import static java.lang.System.Logger.Level.WARNING;

import dev.bellwether.store.segments.columns.LogTable;
import dev.bellwether.store.segments.columns.PointTable;
import dev.bellwether.store.segments.columns.SpanTable;
import dev.bellwether.store.segments.columns.TableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The files of the tables in their folder: `0000000007.segment`, `.spans`, `.logs` and `.points`
/// belong to the journal's file 7. For many threads, each with another segment.
final class Tables {
  private static final System.Logger log = System.getLogger(Tables.class.getName());

  private static final String MANIFEST = "segment";
  private static final String SPANS = "spans";
  private static final String LOGS = "logs";
  private static final String POINTS = "points";

  private static final Pattern NAME = Pattern.compile("(\\d{10,18})[.](segment|spans|logs|points)");

  private final Path folder;

  Tables(Path folder) {
    this.folder = folder;
  }

  /// Makes the folder where there is none, and deletes what belongs to no segment: what was being
  /// written when a process ended, and what a deletion had not come to.
  void tidy(Set<Long> segments) throws IOException {
    Files.createDirectories(folder);
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        var name = NAME.matcher(file.getFileName().toString());
        if (!name.matches() || !segments.contains(Long.valueOf(name.group(1)))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /// Writes all tables of a segment; when it throws, the segment has none yet.
  TablePart write(long number, HeapPart part) {
    try {
      var contents = part.contents();
      if (contents.spans().count() > 0) {
        SpanTable.write(file(number, SPANS), part.allSpans());
      }
      if (contents.logs().count() > 0) {
        LogTable.write(file(number, LOGS), part.allLogs());
      }
      if (contents.points().count() > 0) {
        PointTable.write(file(number, POINTS), part.allPoints());
      }
      Manifest.write(file(number, MANIFEST), contents);
      return openAll(number, contents);
    } catch (IOException e) {
      throw new UncheckedIOException("segment %d: %s".formatted(number, e), e);
    }
  }

  /// Absent where a table is missing or damaged.
  @Nullable TablePart open(long number) {
    try {
      var contents = Manifest.read(file(number, MANIFEST));
      if (contents != null) {
        return openAll(number, contents);
      }
      log.log(WARNING, "{0}: damaged; it is written anew", file(number, MANIFEST));
    } catch (NoSuchFileException e) {
      log.log(WARNING, "{0}: missing; it is written anew from the journal", e.getMessage());
    } catch (IOException | TableException e) {
      log.log(WARNING, "segment %d: its tables cannot be read".formatted(number), e);
    }
    return null;
  }

  void delete(long number) {
    for (var file : files(number)) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        log.log(WARNING, "%s cannot be deleted".formatted(file), e);
      }
    }
  }

  private TablePart openAll(long number, Contents contents) throws IOException {
    SpanTable spans = null;
    LogTable logs = null;
    try {
      spans = contents.spans().count() == 0 ? null : SpanTable.open(file(number, SPANS));
      logs = contents.logs().count() == 0 ? null : LogTable.open(file(number, LOGS));
      var points = contents.points().count() == 0 ? null : PointTable.open(file(number, POINTS));
      return new TablePart(number, contents, spans, logs, points);
    } catch (IOException | TableException e) {
      if (spans != null) {
        spans.close();
      }
      if (logs != null) {
        logs.close();
      }
      throw e;
    }
  }

  private List<Path> files(long number) {
    return Stream.of(MANIFEST, SPANS, LOGS, POINTS).map(kind -> file(number, kind)).toList();
  }

  private Path file(long number, String kind) {
    return folder.resolve("%010d.%s".formatted(number, kind));
  }
}

package dev.bellwether.lab;

import dev.bellwether.http.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A track's own copy of the repository's `trading/`, made when it is first needed. Nothing outside
/// of it is ever read or written here, whatever `..` and symbolic links say.
final class WorkCopy {
  private static final String SOURCES = "trading";

  /// What the build makes is not copied: it would be stale after the first change.
  private static final Set<String> NOT_COPIED = Set.of("target", ".git");

  /// Larger than any source file; a tab is no place for a heap dump.
  private static final int FILE_BYTES_MAX = 1 << 20;

  private static final int FILES_MAX = 2000;

  private final Object lock = new Object();
  private final Path root;
  private final Path folder;

  /// @param root the repository
  /// @param folder of this copy
  WorkCopy(Path root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /// The folder, made if it is not there.
  Path folder() {
    synchronized (lock) {
      if (!Files.isDirectory(folder.resolve(SOURCES))) {
        copy();
      }
      return folder;
    }
  }

  /// Throws all changes away.
  void reset() {
    synchronized (lock) {
      if (Files.isDirectory(folder)) {
        delete(folder);
      }
      copy();
    }
  }

  /// @throws Problem 404 when there is no such text file in the work copy, 413 when it is too large
  String read(String path) {
    var file = inside(path);
    try {
      if (!Files.isRegularFile(file)) {
        throw Problem.notFound("file: %s is not in the work copy".formatted(path));
      }
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw tooLarge(path);
      }
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return decoder.decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
    } catch (CharacterCodingException e) {
      throw Problem.of(415, "file: %s is not text in UTF-8".formatted(path), Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Replaces the file as a whole, so that a compiler never reads half of it.
  ///
  /// @throws Problem 404 when its folder is not in the work copy, 413 when it is too large
  void write(String path, byte[] text) {
    var file = inside(path);
    if (text.length > FILE_BYTES_MAX) {
      throw tooLarge(path);
    }
    if (Files.isDirectory(file) || !Files.isDirectory(parentOf(file))) {
      throw Problem.notFound("file: %s is not in the work copy".formatted(path));
    }
    try {
      var fresh = Files.createTempFile(parentOf(file), ".", ".saving");
      Files.write(fresh, text);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The files at or below the path, relative to the work copy, in the order in which a tree shows
  /// them. Of a file, those beside it.
  ///
  /// @throws Problem 404 when there is nothing
  List<String> files(String path) {
    var start = inside(path);
    if (!Files.exists(start)) {
      throw Problem.notFound("path: %s is not in the work copy".formatted(path));
    }
    var top = Files.isDirectory(start) ? start : parentOf(start);
    var files = new ArrayList<String>();
    var real = real();
    walk(
        top,
        (file, _) -> {
          if (files.size() < FILES_MAX && !file.getFileName().toString().startsWith(".")) {
            files.add(real.relativize(file).toString());
          }
          return FileVisitResult.CONTINUE;
        });
    files.sort(Comparator.naturalOrder());
    return files;
  }

  /// Where the path really leads to, which must be inside. What does not exist yet is judged by its
  /// folder.
  ///
  /// @throws Problem 403 when it is outside, 400 when it is no path at all
  Path inside(String path) {
    try {
      var asked = folder().resolve(path).normalize();
      var real = asked.startsWith(folder) ? realOf(asked) : asked;
      if (!real.startsWith(real())) {
        throw Problem.of(
            403, "path: %s (expected: inside the work copy)".formatted(path), Map.of());
      }
      return real;
    } catch (InvalidPathException e) {
      throw Problem.badRequest("path: %s".formatted(e.getMessage()));
    } catch (NoSuchFileException e) {
      throw Problem.notFound("path: %s is not in the work copy".formatted(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path realOf(Path path) throws IOException {
    if (Files.isSymbolicLink(path) || Files.exists(path)) {
      return path.toRealPath();
    }
    return parentOf(path).toRealPath().resolve(path.getFileName());
  }

  /// Of something in the work copy, which is no root.
  private static Path parentOf(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  private Path real() {
    try {
      return folder().toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copy() {
    var from = root.resolve(SOURCES);
    walk(
        from,
        (file, _) -> {
          var to = folder.resolve(SOURCES).resolve(from.relativize(file).toString());
          Files.createDirectories(parentOf(to));
          Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
          return FileVisitResult.CONTINUE;
        });
  }

  private static Problem tooLarge(String path) {
    return Problem.of(
        413, "file: %s has more than %d bytes".formatted(path, FILE_BYTES_MAX), Map.of());
  }

  private interface FileAction {
    FileVisitResult visit(Path file, BasicFileAttributes attributes) throws IOException;
  }

  /// Visits regular files; follows no links.
  private static void walk(Path from, FileAction action) {
    try {
      Files.walkFileTree(
          from,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(
                Path directory, BasicFileAttributes attributes) {
              return NOT_COPIED.contains(directory.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              return attributes.isRegularFile()
                  ? action.visit(file, attributes)
                  : FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                throws IOException {
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.bellwether.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.analysis.RedView;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.store.TimeRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderViewStorageTest {
  /// Held, because the log forgets the level of a logger that nobody holds. Its warnings about
  /// hundreds of damaged folders would hide everything else.
  private static final Logger LOG = Logger.getLogger(FolderViewStorage.class.getName());

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final int FORMAT = 7;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @TempDir private Path folder;

  @BeforeAll
  static void silence() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    LOG.setLevel(null);
  }

  @Test
  void a_new_folder_has_no_position() {
    var storage = FolderViewStorage.open(folder.resolve("view"), FORMAT);

    assertThat(storage.position()).isEmpty();
    assertThat(storage.names()).isEmpty();
  }

  @Test
  void what_was_written_is_there_after_a_restart() {
    written(3);

    var storage = FolderViewStorage.open(folder, FORMAT);

    assertThat(storage.position()).hasValue(3);
    assertThat(requests(storage)).isEqualTo(3);
  }

  @Test
  void another_format_is_given_up() {
    written(1);

    assertThat(FolderViewStorage.open(folder, FORMAT + 1).position()).isEmpty();
    assertThat(FolderViewStorage.open(folder, FORMAT).position()).isEmpty();
  }

  @Test
  void a_checkpoint_that_was_torn_anywhere_before_it_was_finished_never_was() throws IOException {
    written(2);
    var before = files();
    written(3);
    var after = files();
    for (var entry : after.entrySet()) {
      var file = entry.getKey();
      if (file.equals("checkpoint")) {
        continue;
      }
      int from = before.getOrDefault(file, new byte[0]).length;
      for (int length = from; length <= entry.getValue().length; length++) {
        put(before);
        Files.write(folder.resolve(file), Arrays.copyOf(entry.getValue(), length));

        var storage = FolderViewStorage.open(folder, FORMAT);

        assertThat(storage.position()).hasValue(2);
        assertThat(requests(storage)).isEqualTo(2);
      }
    }
  }

  @Test
  void a_flipped_bit_anywhere_gives_up_the_whole() throws IOException {
    written(3);
    var whole = files();
    for (int i = 0; i < 200; i++) {
      put(whole);
      var names = List.copyOf(whole.keySet());
      var name = names.get(random.nextInt(names.size()));
      var damaged = Objects.requireNonNull(whole.get(name)).clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(folder.resolve(name), damaged);

      assertThat(FolderViewStorage.open(folder, FORMAT).position())
          .as("seed %d, %d, %s", seed, i, name)
          .isEmpty();
    }
  }

  @Test
  void what_given_up_checkpoints_left_is_removed() throws IOException {
    written(1);
    Files.writeString(folder.resolve("hour-1.99"), "left over");

    FolderViewStorage.open(folder, FORMAT);

    assertThat(folder.resolve("hour-1.99")).doesNotExist();
  }

  /// Lets a view with one request more than before write itself down, up to `requests`.
  private void written(int requests) {
    var storage = FolderViewStorage.open(folder, FORMAT);
    var view = view(storage);
    for (long position = view.position() + 1; position <= requests; position++) {
      view.accept(List.of(request(position)), position);
      storage.write(view.checkpoint(Long.MIN_VALUE));
      view.kept();
    }
  }

  private static long requests(FolderViewStorage storage) {
    return view(storage).services(TimeRange.ALWAYS).getFirst().red().requests();
  }

  /// One that finds everything on disk only.
  private static RedView view(FolderViewStorage storage) {
    return new RedView(1, () -> NOON.plusSeconds(7_200), storage);
  }

  private static Span request(long number) {
    long start = NOON.toEpochMilli() * 1_000_000 + number;
    return new Span(
        new TraceId(1, number),
        new SpanId(number),
        null,
        "",
        0,
        "GET /",
        Span.Kind.SERVER,
        start,
        start + 1_000_000,
        Map.of(),
        List.of(),
        List.of(),
        Span.Status.UNSET,
        new Resource(Map.of("service.name", Value.of("shop"))),
        Scope.NONE,
        0);
  }

  private Map<String, byte[]> files() throws IOException {
    try (var paths = Files.list(folder)) {
      return paths.collect(
          Collectors.toMap(path -> path.getFileName().toString(), FolderViewStorageTest::bytes));
    }
  }

  private void put(Map<String, byte[]> files) throws IOException {
    try (var paths = Files.list(folder)) {
      for (var path : paths.toList()) {
        Files.delete(path);
      }
    }
    for (var file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.bellwether.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// How far somebody has come in a track, on disk after every step, and the seed of what is theirs
/// alone: which customer, which region. Many threads may use it.
final class Progress {
  private static final System.Logger log = System.getLogger(Progress.class.getName());
  private static final JsonMapper JSON = new JsonMapper();

  enum State {
    OPEN,
    STARTED,
    DONE,
    SKIPPED
  }

  /// @param startedMillis epoch; 0 before
  /// @param endedMillis epoch; 0 before
  /// @param hints how many of them have been shown
  record Step(State state, long startedMillis, long endedMillis, int hints) {
    static final Step NEW = new Step(State.OPEN, 0, 0, 0);

    Step started(Instant now) {
      return state == State.OPEN ? new Step(State.STARTED, now.toEpochMilli(), 0, hints) : this;
    }

    Step ended(State how, Instant now) {
      return state == State.DONE ? this : new Step(how, startedMillis, now.toEpochMilli(), hints);
    }

    Step withHints(int shown) {
      return new Step(state, startedMillis, endedMillis, shown);
    }
  }

  /// The file's form.
  record Steps(@Nullable Long seed, @Nullable Map<String, Step> challenges) {}

  /// Short enough to be typed again.
  private static final long SEED_MAX = 1_000_000;

  private final Object lock = new Object();
  private final Path file;
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private long seed = ThreadLocalRandom.current().nextLong(SEED_MAX);

  Progress(Path file) {
    this.file = file;
    read();
  }

  long seed() {
    synchronized (lock) {
      return seed;
    }
  }

  Step of(String challenge) {
    synchronized (lock) {
      return steps.getOrDefault(challenge, Step.NEW);
    }
  }

  Step change(String challenge, UnaryOperator<Step> change) {
    synchronized (lock) {
      var step = change.apply(of(challenge));
      steps.put(challenge, step);
      write();
      return step;
    }
  }

  /// The next time the story is another one.
  void reset() {
    synchronized (lock) {
      steps.clear();
      seed = ThreadLocalRandom.current().nextLong(SEED_MAX);
      write();
    }
  }

  private void read() {
    if (!Files.exists(file)) {
      return;
    }
    try {
      var before = JSON.readValue(file.toFile(), Steps.class);
      if (before.challenges() != null) {
        steps.putAll(before.challenges());
      }
      if (before.seed() != null) {
        seed = before.seed();
      }
    } catch (JacksonException e) {
      log.log(System.Logger.Level.WARNING, "{0} cannot be read, the track begins anew", file, e);
    }
  }

  private void write() {
    var fresh = file.resolveSibling(file.getFileName() + ".fresh");
    try {
      Files.write(fresh, JSON.writeValueAsBytes(new Steps(seed, steps)));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

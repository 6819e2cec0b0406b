package dev.bellwether.faults;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");
  private static final UUID ONE = new UUID(1, Long.MIN_VALUE);
  private static final UUID TWO = new UUID(2, Long.MIN_VALUE);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("ledger/incidents.jsonl");
  }

  @Test
  void an_incident_is_read_as_it_was_written() throws IOException {
    var end = new Chapter.End(AT.plusSeconds(9), "expired", 3, 2, 66.67);
    try (var ledger = Ledger.open(file)) {
      ledger.started(incident("a"));
      ledger.victims("a", AT, "recorder", List.of(ONE));
      ledger.victims("a", AT, "recorder-canary", List.of(TWO, ONE));
      ledger.ended("a", end);

      Chapter chapter = Ledger.read(file).getFirst();
      assertThat(chapter.incident()).isEqualTo(incident("a"));
      assertThat(chapter.victims()).containsExactly(ONE, TWO);
      assertThat(chapter.end()).contains(end);
    }
  }

  @Test
  void an_incident_that_goes_on_has_no_end() throws IOException {
    try (var ledger = Ledger.open(file)) {
      ledger.started(incident("a"));
      ledger.started(incident("b"));

      assertThat(Ledger.read(file)).extracting(it -> it.incident().id()).containsExactly("a", "b");
      assertThat(Ledger.read(file).getLast().end()).isEmpty();
    }
  }

  @Test
  void a_torn_last_line_is_cut_off_wherever_it_is_torn() throws IOException {
    try (var ledger = Ledger.open(file)) {
      ledger.started(incident("a"));
    }
    byte[] whole = Files.readAllBytes(file);
    for (int torn = 1; torn < whole.length; torn++) {
      Files.write(file, whole);
      Files.write(file, Arrays.copyOf(whole, torn), APPEND);
      assertThat(Ledger.read(file)).hasSize(1);

      Ledger.open(file).close();

      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  @Test
  void what_follows_a_restart_follows_the_last_line() throws IOException {
    try (var ledger = Ledger.open(file)) {
      ledger.started(incident("a"));
    }
    try (var ledger = Ledger.open(file)) {
      ledger.victims("a", AT, "recorder", List.of(ONE));
    }

    assertThat(Ledger.read(file).getFirst().victims()).containsExactly(ONE);
  }

  @Test
  void file_and_folder_are_for_the_owner_alone() throws IOException {
    Ledger.open(file).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void a_line_that_is_none_is_named() throws IOException {
    Ledger.open(file).close();
    Files.writeString(file, "{\"event\":\"victims\",\"id\":\"z\",\"trades\":[]}\n");

    assertThatThrownBy(() -> Ledger.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("id: z (expected: one that was started)");
  }

  private static Incident incident(String id) {
    return new Incident(
        new FaultPlan(
            id,
            FaultKind.DATABASE_ERROR,
            Map.of("customer_id", "l.hall"),
            50,
            0,
            7,
            AT.plusSeconds(300)),
        AT,
        List.of("recorder", "recorder-canary"),
        Map.of("region", "NA"));
  }
}

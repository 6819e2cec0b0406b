package dev.bellwether.launcher.databaselog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  @TempDir Path folder;

  @Test
  void what_was_there_before_is_not_read() throws IOException {
    write("00.json", "old\n");
    var files = new LogFiles(folder);

    write("00.json", "new\n");

    assertThat(taken(files)).containsExactly("new");
  }

  @Test
  void a_folder_that_is_made_later_is_read_from_its_begin() throws IOException {
    folder = folder.resolve("later");
    var files = new LogFiles(folder);
    assertThat(taken(files)).isEmpty();

    Files.createDirectories(folder);
    write("00.json", "first\n");

    assertThat(taken(files)).containsExactly("first");
  }

  @Test
  void a_line_is_read_when_it_is_whole_and_once() throws IOException {
    var files = new LogFiles(folder);
    write("00.json", "one\ntw");

    assertThat(taken(files)).containsExactly("one");
    assertThat(taken(files)).isEmpty();

    write("00.json", "o\n");
    assertThat(taken(files)).containsExactly("two");
  }

  @Test
  void what_was_not_taken_is_read_again() throws IOException {
    var files = new LogFiles(folder);
    write("00.json", "one\n");

    assertThat(files.next()).hasSize(1);

    assertThat(taken(files)).containsExactly("one");
  }

  @Test
  void a_file_that_is_begun_anew_is_read_from_its_begin() throws IOException {
    var files = new LogFiles(folder);
    write("00.json", "12:00 one\n");
    assertThat(taken(files)).hasSize(1);

    Files.delete(folder.resolve("00.json"));
    write("00.json", "13:00 another, and longer\n13:01 more\n");

    assertThat(taken(files)).containsExactly("13:00 another, and longer", "13:01 more");
  }

  @Test
  void a_line_beyond_the_bound_is_left_out_and_what_follows_is_read() throws IOException {
    var files = new LogFiles(folder);
    write("00.json", "x".repeat(3 << 20) + "\nnext\n");

    assertThat(taken(files)).isEmpty();
    assertThat(taken(files)).isEmpty();
    assertThat(taken(files)).isEmpty();
    assertThat(taken(files)).endsWith("next");
  }

  private List<String> taken(LogFiles files) throws IOException {
    var chunks = files.next();
    chunks.forEach(files::taken);
    return chunks.stream().flatMap(chunk -> chunk.lines().stream()).toList();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(
        folder.resolve(name), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}

package dev.bellwether.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.bellwether.http.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkCopyTest {
  @TempDir Path folder;
  private WorkCopy copy;

  @BeforeEach
  void make() throws IOException {
    write("repository/trading/trader/src/A.java", "class A {}");
    write("repository/trading/trader/target/A.class", "made");
    write("repository/secret", "of the repository");
    write("secret", "of the machine");
    copy = new WorkCopy(folder.resolve("repository"), folder.resolve("lab/track"));
  }

  @Test
  void it_holds_the_sources_and_nothing_that_a_build_made() {
    assertThat(copy.files("")).containsExactly("trading/trader/src/A.java");
    assertThat(copy.read("trading/trader/src/A.java")).isEqualTo("class A {}");
  }

  @Test
  void a_change_stays_in_the_copy_and_a_reset_throws_it_away() throws IOException {
    copy.write("trading/trader/src/A.java", "class A { int i; }".getBytes(UTF_8));
    copy.write("trading/trader/src/B.java", "class B {}".getBytes(UTF_8));

    assertThat(copy.read("trading/trader/src/A.java")).isEqualTo("class A { int i; }");
    assertThat(folder.resolve("repository/trading/trader/src/A.java")).hasContent("class A {}");

    copy.reset();

    assertThat(copy.files("")).containsExactly("trading/trader/src/A.java");
    assertThat(copy.read("trading/trader/src/A.java")).isEqualTo("class A {}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../secret",
        "..",
        "trading/../../../secret",
        "../track.json",
        "../trackx/secret",
        "/etc/passwd"
      })
  void nothing_outside_is_read_or_written(String path) {
    assertRefused(() -> copy.read(path), 403);
    assertRefused(() -> copy.write(path, new byte[0]), 403);
    assertRefused(() -> copy.files(path), 403);
    assertThat(folder.resolve("secret")).hasContent("of the machine");
  }

  @Test
  void a_link_to_the_outside_is_not_followed() throws IOException {
    var inside = copy.folder();
    Files.createSymbolicLink(inside.resolve("file"), folder.resolve("secret"));
    Files.createSymbolicLink(inside.resolve("folder"), folder.resolve("repository"));
    Files.createSymbolicLink(inside.resolve("nowhere"), folder.resolve("fresh"));

    assertRefused(() -> copy.read("file"), 403);
    assertRefused(() -> copy.write("file", new byte[0]), 403);
    assertRefused(() -> copy.read("folder/secret"), 403);
    assertRefused(() -> copy.write("folder/fresh", new byte[0]), 403);
    assertRefused(() -> copy.write("nowhere", new byte[0]), 404);
    assertThat(copy.files("")).containsExactly("trading/trader/src/A.java");
    assertThat(folder.resolve("secret")).hasContent("of the machine");
    assertThat(folder.resolve("fresh")).doesNotExist();
  }

  @Test
  void what_is_missing_a_folder_or_too_large_is_named() {
    assertRefused(() -> copy.read("trading/none"), 404);
    assertRefused(() -> copy.read("none/at/all"), 404);
    assertRefused(() -> copy.read("trading"), 404);
    assertRefused(() -> copy.write("trading", new byte[0]), 404);
    assertRefused(() -> copy.write("trading/big", new byte[(1 << 20) + 1]), 413);
    assertRefused(() -> copy.read("trading/\0"), 400);
  }

  @Test
  void a_file_that_is_no_text_is_not_shown() throws IOException {
    Files.write(copy.folder().resolve("trading/picture"), new byte[] {(byte) 0xff, 0x00});

    assertRefused(() -> copy.read("trading/picture"), 415);
  }

  private static void assertRefused(Runnable access, int status) {
    assertThatThrownBy(access::run)
        .asInstanceOf(type(Problem.class))
        .extracting(Problem::status)
        .isEqualTo(status);
  }

  private void write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}

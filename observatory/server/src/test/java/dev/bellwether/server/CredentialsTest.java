package dev.bellwether.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsTest {
  @TempDir private Path folder;

  @Test
  void a_user_and_a_password_are_basic_authorization() throws IOException {
    assertThat(Credentials.authorization(file("me:secret\n", "rw-------")))
        .isEqualTo("Basic bWU6c2VjcmV0");
  }

  @Test
  void what_has_no_colon_is_an_api_key() throws IOException {
    assertThat(Credentials.authorization(file("a2V5", "r--------"))).isEqualTo("ApiKey a2V5");
  }

  @Test
  void a_file_that_others_may_read_is_refused() throws IOException {
    var file = file("me:secret", "rw-r-----");

    assertThatThrownBy(() -> Credentials.authorization(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file + " is rw-r----- (expected: for its owner only, chmod 600)");
  }

  @Test
  void a_file_that_is_missing_or_holds_more_is_named_and_its_content_is_not() throws IOException {
    var missing = folder.resolve("missing");
    var more = file("me:secret\nmore", "rw-------");

    assertThatThrownBy(() -> Credentials.authorization(missing)).hasMessageContaining("missing");
    assertThatThrownBy(() -> Credentials.authorization(more))
        .hasMessageContaining("expected: one line")
        .hasMessageNotContaining("secret");
  }

  private Path file(String content, String permissions) throws IOException {
    var file = Files.writeString(folder.resolve("credentials"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}

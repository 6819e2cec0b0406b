package dev.bellwether.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The `sources` of a track: whole files, and scripts for `sed` that make one of the repository's.
final class LabSources {
  private LabSources() {}

  /// @param source in a track's `sources`
  /// @param file of the repository that it stands for
  static String text(Path source, String file) throws IOException, InterruptedException {
    if (!source.toString().endsWith(".sed")) {
      return Files.readString(source);
    }
    var original = LauncherProcess.root().resolve(file);
    var process =
        new ProcessBuilder("sed", "-f", source.toString(), original.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(source.toString()).isZero();
    return text;
  }
}

package dev.bellwether.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The TypeScript compiler reads the pages' JavaScript, with their JSDoc types, and finds nothing
/// wrong. Compiler and types come from WebJars, Node from Playwright's driver: nothing is
/// installed.
class TypeCheckIT {
  private static final Path WORK = Path.of("target/type-check").toAbsolutePath();
  private static final Path PAGES =
      Path.of("src/main/resources/dev/bellwether/web/pages").toAbsolutePath();

  /// The workbench's pages, which use design tokens, signs and markup calls of ours.
  private static final Path LAB =
      Path.of("../../lab/src/main/resources/dev/bellwether/lab/pages").toAbsolutePath().normalize();

  /// A check takes about 4 s; a busy machine gets thirty times as long.
  private static final int SECONDS_MAX = 120;

  @BeforeAll
  static void unpack() throws IOException {
    unpackJar("org.webjars.npm", "typescript");
    unpackJar("org.webjars.npm", "preact");
    unpackJar("org.webjars.npm", "uplot");
    var node = WORK.resolve("node");
    if (!Files.exists(node)) {
      try (var stream = resource("/driver/" + platform() + "/node").openStream()) {
        Files.copy(stream, node, StandardCopyOption.REPLACE_EXISTING);
      }
      assertThat(node.toFile().setExecutable(true)).isTrue();
    }
  }

  @Test
  void the_pages_are_free_of_type_errors() throws Exception {
    assertThat(check("pages", PAGES)).isEmpty();
  }

  @Test
  void the_pages_of_the_lab_are_free_of_type_errors() throws Exception {
    assertThat(check("lab", LAB, PAGES)).isEmpty();
  }

  @Test
  void a_misspelt_field_of_an_answer_a_wrong_tag_and_a_wrong_handler_are_found() throws Exception {
    var folder = Files.createDirectories(WORK.resolve("seeded"));
    for (var name : List.of("api.d.ts", "ui.js")) {
      Files.copy(PAGES.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(
        folder.resolve("seeded.js"),
        """
        import { t } from './ui.js';
        /** @param {import('./api.d.ts').ServiceMapJsonNode} node */
        export const wrong = (node) => [
          node.p96Millis,
          t.buton(null),
          t.button({ onClick: 'send' }),
        ];
        """);

    var errors = check("seeded", folder);

    assertThat(errors).contains("seeded.js(4", "seeded.js(5", "seeded.js(6");
  }

  /// @param folder whose files are checked
  /// @param more folders from which a file comes that it imports as its neighbour
  private static String check(String name, Path folder, Path... more)
      throws IOException, InterruptedException {
    var folders =
        Stream.concat(Stream.of(folder), Arrays.stream(more))
            .map(TypeCheckIT::quoted)
            .collect(Collectors.joining(", "));
    var configuration = WORK.resolve(name + ".json");
    Files.writeString(
        configuration,
        """
        {"compilerOptions": {
          "allowJs": true, "checkJs": true, "noEmit": true, "strict": true, "skipLibCheck": true,
          "target": "ES2024", "lib": ["ES2024", "DOM", "DOM.Iterable"], "module": "ESNext",
          "moduleResolution": "bundler", "types": [], "rootDirs": [%s],
          "paths": {
            "preact": ["./preact/src/index.d.ts"], "preact/hooks": ["./preact/hooks/src/index.d.ts"],
            "uplot": ["./uplot/dist/uPlot.d.ts"]
          }},
         "include": [%s]}
        """
            .formatted(folders, quoted(folder.resolve("*"))));
    var process =
        new ProcessBuilder(
                WORK.resolve("node").toString(),
                WORK.resolve("typescript/lib/tsc.js").toString(),
                "--pretty",
                "false",
                "-p",
                configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(WORK.resolve("output").toFile())
            .start();
    var ended = process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).describedAs("the check ended within %d s", SECONDS_MAX).isTrue();
    return Files.readString(WORK.resolve("output"));
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace('\\', '/') + '"';
  }

  private static void unpackJar(String group, String artifact) throws IOException {
    var properties = new Properties();
    var description = resource("/META-INF/maven/%s/%s/pom.properties".formatted(group, artifact));
    try (var stream = description.openStream()) {
      properties.load(stream);
    }
    var version = properties.getProperty("version");
    var prefix = "META-INF/resources/webjars/%s/%s/".formatted(artifact, version);
    var done = WORK.resolve(artifact + "-version");
    if (Files.exists(done) && Files.readString(done).equals(version)) {
      return;
    }
    var path = description.getPath();
    var file = URI.create(path.substring(0, path.indexOf('!'))).getPath();
    try (var jar = new JarFile(file)) {
      for (var entry : jar.stream().filter(each -> !each.isDirectory()).toList()) {
        if (entry.getName().startsWith(prefix)) {
          copy(
              jar.getInputStream(entry),
              WORK.resolve(artifact).resolve(entry.getName().substring(prefix.length())));
        }
      }
    }
    Files.write(done, version.getBytes(UTF_8));
  }

  private static void copy(InputStream from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (from) {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static URL resource(String name) {
    var found = TypeCheckIT.class.getResource(name);
    if (found == null) {
      throw new IllegalStateException("%s: not on the class path".formatted(name));
    }
    return found;
  }

  /// As Playwright's driver names them.
  private static String platform() {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var arm = System.getProperty("os.arch").equals("aarch64");
    if (system.contains("win")) {
      return "win32_x64";
    }
    return (system.contains("mac") ? "mac" : "linux") + (arm ? "-arm64" : "");
  }
}

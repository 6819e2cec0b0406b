package dev.bellwether.http.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/// Files on the class path: a module's own, and those of WebJars, whose version only the build
/// knows.
///
/// @param origin names without a leading `/` are relative to its package
public record ClassPathFiles(Class<?> origin) {
  /// The bytes of a file.
  ///
  /// @throws IllegalStateException where nothing has that name
  public byte[] read(String name) {
    try (var stream = origin.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("%s: not on the class path".formatted(name));
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /// A file of a WebJar.
  ///
  /// @param artifact of the group `org.webjars.npm`
  public byte[] webJar(String artifact, String file) {
    var properties = new Properties();
    var description = "/META-INF/maven/org.webjars.npm/%s/pom.properties".formatted(artifact);
    try (var stream = origin.getResourceAsStream(description)) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("the version of the WebJar " + artifact, e);
    }
    var version = properties.getProperty("version");
    return read("/META-INF/resources/webjars/%s/%s/%s".formatted(artifact, version, file));
  }
}

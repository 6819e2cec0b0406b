package dev.bellwether.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// What the build knows and the program needs: two version numbers.
final class Build {
  private static final Properties PROPERTIES = new Properties();

  static {
    try (InputStream properties = Build.class.getResourceAsStream("build.properties")) {
      PROPERTIES.load(properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Build() {}

  static String version() {
    return PROPERTIES.getProperty("version");
  }

  static String postgresqlVersion() {
    return PROPERTIES.getProperty("postgresql");
  }
}

package dev.bellwether.journal;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// For tests that damage thousands of files: the warnings about them would hide everything else.
final class QuietLog implements BeforeAllCallback, AfterAllCallback {
  // Held, because the log forgets the level of a logger that nobody holds.
  private static final Logger LOG = Logger.getLogger("dev.bellwether.journal");

  @Override
  public void beforeAll(ExtensionContext context) {
    LOG.setLevel(Level.OFF);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    LOG.setLevel(null);
  }
}

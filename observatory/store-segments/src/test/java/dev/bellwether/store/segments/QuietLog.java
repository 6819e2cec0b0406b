package dev.bellwether.store.segments;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// For tests that open or damage hundreds of stores: what is said about them would hide everything
/// else.
final class QuietLog implements BeforeAllCallback, AfterAllCallback {
  // Held, because the log forgets the level of a logger that nobody holds.
  private static final List<Logger> LOGS =
      List.of(
          Logger.getLogger("dev.bellwether.store.segments"),
          Logger.getLogger("dev.bellwether.journal"));

  @Override
  public void beforeAll(ExtensionContext context) {
    LOGS.forEach(log -> log.setLevel(Level.OFF));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    LOGS.forEach(log -> log.setLevel(null));
  }
}

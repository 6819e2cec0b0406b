package dev.bellwether.trader;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a trade does.
public enum Action {
  BUY,
  SELL,
  HOLD;

  static Optional<Action> labelled(String label) {
    return Arrays.stream(values()).filter(action -> action.label().equals(label)).findFirst();
  }

  /// The name on the wire and in telemetry.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

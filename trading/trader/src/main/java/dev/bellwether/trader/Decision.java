package dev.bellwether.trader;

import java.math.BigDecimal;

/// What is to be traded. Shares and price may be negative here: to refuse that is the database's
/// part, and a lab shows how it does.
///
/// @param sharePrice dollars, at most 4 places
public record Decision(Action action, int shares, BigDecimal sharePrice) {
  /// Dollars that change hands.
  public BigDecimal value() {
    return action == Action.HOLD
        ? BigDecimal.ZERO
        : sharePrice.multiply(BigDecimal.valueOf(shares));
  }
}

package dev.bellwether.clearinghouse;

import dev.bellwether.faults.FaultKind;
import dev.bellwether.faults.Faults;
import java.util.Optional;
import java.util.OptionalInt;

/// What receiving a trade depends on besides the trade: that somebody is there, has time and is
/// willing. On a good day, none of it is noticed.
final class Surroundings {

  private final Faults faults;

  Surroundings(Faults faults) {
    this.faults = faults;
  }

  /// False when nobody is there to answer.
  boolean isThere(TradeMessage message) {
    return strike(FaultKind.EXTERNAL_AWAY, message).isEmpty();
  }

  /// What is answered instead of a receipt, if something is; perhaps after a while.
  Optional<Answer> objection(TradeMessage message) {
    try {
      Thread.sleep(strike(FaultKind.EXTERNAL_SLOW, message).orElse(0));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return strike(FaultKind.EXTERNAL_REFUSES, message).isPresent()
        ? Optional.of(Answer.problem(503, "Service Unavailable", "closed for maintenance"))
        : Optional.empty();
  }

  private OptionalInt strike(FaultKind kind, TradeMessage message) {
    return faults.strike(kind, message.tradeId(), message::data);
  }
}

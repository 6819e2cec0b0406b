package dev.bellwether.trader;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// A day of the trading week. The market is gloomy on Mondays and cheers up until Friday: a day's
/// market factor lies between the two bounds, both included.
public enum TradingDay {
  MONDAY("M", -100, 25),
  TUESDAY("Tu", -75, 50),
  WEDNESDAY("W", -50, 50),
  THURSDAY("Th", -25, 75),
  FRIDAY("F", 0, 100);

  private final String label;
  private final int factorFrom;
  private final int factorTo;

  TradingDay(String label, int factorFrom, int factorTo) {
    this.label = label;
    this.factorFrom = factorFrom;
    this.factorTo = factorTo;
  }

  public static Optional<TradingDay> labelled(String label) {
    return Arrays.stream(values()).filter(day -> day.label.equals(label)).findFirst();
  }

  static String labels() {
    return Arrays.stream(values()).map(TradingDay::label).collect(Collectors.joining(", "));
  }

  public String label() {
    return label;
  }

  int factorFrom() {
    return factorFrom;
  }

  int factorTo() {
    return factorTo;
  }
}

package dev.bellwether.faults;

import java.util.List;
import java.util.UUID;

/// What a plan has done so far.
///
/// @param matched trades that fulfilled the predicate, each counted once however often it was tried
/// @param victims how many of them were hit
/// @param from number of the first of `trades`, counted from 0
/// @param trades victims from there on, in the order that they were hit
public record Report(String id, long matched, long victims, long from, List<UUID> trades) {
  public Report {
    trades = List.copyOf(trades);
  }

  /// What to ask for next.
  public long next() {
    return from + trades.size();
  }
}

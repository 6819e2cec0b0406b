package dev.bellwether.truth.score;

import dev.bellwether.monkey.Cast;
import dev.bellwether.monkey.Customer;
import dev.bellwether.monkey.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Knows who there is and nothing else: says three of all single causes, by chance.
public final class ChanceBackend implements Backend {
  private static final int FINDINGS = 3;

  private final Replay replay;
  private final Random random;
  private final List<Finding> causes;

  public ChanceBackend(Replay replay, long seed) {
    this.replay = replay;
    this.random = new Random(seed);
    this.causes = causes(Cast.of(seed));
  }

  /// One in so many is right, where one can be.
  int causes() {
    return causes.size();
  }

  @Override
  public List<Finding> findings(Window window) {
    var shuffled = new ArrayList<>(causes);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, FINDINGS);
  }

  /// Each trade with one in two.
  @Override
  public Set<String> hit(Finding finding, Window window) {
    return replay.traces(replay.tradesDuring(window)).stream()
        .sorted()
        .filter(_ -> random.nextBoolean())
        .collect(Collectors.toSet());
  }

  private static List<Finding> causes(Cast cast) {
    var conditions =
        Stream.of(
                Arrays.stream(Region.values()).map(region -> Map.of("region", region.name())),
                Cast.SYMBOLS.stream().map(symbol -> Map.of("symbol", symbol)),
                cast.customers().stream()
                    .map(Customer::customerId)
                    .map(customer -> Map.of("customer_id", customer)),
                cast.customers().stream()
                    .map(Customer::browser)
                    .distinct()
                    .map(browser -> Map.of("browser", browser)))
            .flatMap(stream -> stream)
            .map(condition -> new Finding(condition, "", List.of()));
    var places =
        Stream.of("trader", "router", "recorder", "notifier", "clearinghouse")
            .map(place -> new Finding(Map.of(), place, List.of()));
    return Stream.concat(conditions, places).toList();
  }
}

package dev.bellwether.analysis.explain;

import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Requests of a trading system with sixteen attributes and a truth that is known: what fails, and
/// what is slow. The same seed gives the same rows.
final class Scenario {
  static final String BROWSER = "user_agent.version";
  static final String CUSTOMER = "com.example.customer_id";
  static final String REGION = "com.example.region";
  static final String SYMBOL = "com.example.symbol";
  static final String VERSION = "service.version";
  static final String SHARES = "com.example.shares";
  static final List<String> REGIONS = List.of("NA", "LATAM", "EU", "EMEA", "APAC");

  private static final double USUAL_RATE = 0.01;

  private static final List<Value> CUSTOMERS = numbered("c.", 400);
  private static final List<Value> ADDRESSES = numbered("10.0.0.", 3_000);
  private static final List<Value> BROWSERS = numbered("12", 8);
  private static final List<Value> PODS = numbered("trader-", 6);
  private static final List<Value> REGION_VALUES = REGIONS.stream().map(Value::of).toList();
  private static final List<Value> SYMBOLS =
      texts("ZVZZT", "ZALM", "ZYX", "CBAZ", "BAA", "OELK", "ZBZX", "ZJZZT");
  private static final List<Value> VERSIONS = texts("1.0", "1.0", "1.0", "1.1");
  private static final List<Value> ACTIONS = texts("buy", "sell");
  private static final List<Value> DAYS = texts("M", "Tu", "W", "Th", "F");
  private static final List<Value> SUBSCRIPTIONS = texts("free", "gold", "platinum");
  private static final Value DESK = Value.of("desk");
  private static final Value MONKEY = Value.of("monkey");

  private final Random random;
  private final List<Cause> causes = new ArrayList<>();
  private final Map<String, List<Value>> values = new LinkedHashMap<>();
  private final Map<String, int[]> ids = new LinkedHashMap<>();
  private final Map<String, Map<Value, Integer>> dictionaries = new HashMap<>();
  private Consumer<Map<String, Value>> habit = _ -> {};
  private double usualRate = USUAL_RATE;
  private Consumer<Map<String, Value>> change = _ -> {};
  private int baselineRows;
  private int rows;
  private final BitSet failed = new BitSet();
  private long[] durations = new long[0];

  /// @param always also in the baseline
  private record Cause(Map<String, Value> when, double rate, double slower, boolean always) {
    boolean holds(Map<String, Value> row, boolean usual) {
      return (always || !usual) && row.entrySet().containsAll(when.entrySet());
    }
  }

  Scenario(long seed) {
    this.random = new Random(seed);
  }

  /// Requests with all of these fail at this rate.
  Scenario failing(double rate, String... keysAndValues) {
    causes.add(new Cause(map(keysAndValues), rate, 1, false));
    return this;
  }

  /// The same, and did so in the baseline already.
  Scenario alwaysFailing(double rate, String... keysAndValues) {
    causes.add(new Cause(map(keysAndValues), rate, 1, true));
    return this;
  }

  /// Whatever they have, requests fail at this rate; one in a hundred where nothing is said.
  Scenario usuallyFailing(double rate) {
    usualRate = rate;
    return this;
  }

  /// Requests with all of these take so many times as long.
  Scenario slowing(double times, String... keysAndValues) {
    causes.add(new Cause(map(keysAndValues), 0, times, false));
    return this;
  }

  /// Changes what a row says before it is decided whether it fails.
  Scenario with(Consumer<Map<String, Value>> habit) {
    this.habit = habit;
    return this;
  }

  /// The same, of rows behind the baseline only.
  Scenario since(Consumer<Map<String, Value>> change) {
    this.change = change;
    return this;
  }

  Scenario withBaseline(int rows) {
    this.baselineRows = rows;
    return this;
  }

  Population population(int count) {
    durations = new long[count + baselineRows];
    for (int i = 0; i < durations.length; i++) {
      row(i < baselineRows);
    }
    var columns =
        ids.entrySet().stream()
            .map(entry ->
                new Column(
                    Trait.ofEntry(entry.getKey()),
                    Arrays.copyOf(entry.getValue(), rows),
                    values.getOrDefault(entry.getKey(), List.of())))
            .toList();
    var baseline = new BitSet();
    baseline.set(0, baselineRows);
    return new Population(columns, durations, failed, baseline, traces());
  }

  double chance() {
    return random.nextDouble();
  }

  static Map<String, Value> map(String... keysAndValues) {
    var map = new HashMap<String, Value>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(keysAndValues[i], Value.of(keysAndValues[i + 1]));
    }
    return map;
  }

  private void row(boolean usual) {
    var row = attributes();
    habit.accept(row);
    if (!usual) {
      change.accept(row);
    }
    double success = 1 - usualRate;
    double slower = 1;
    for (var cause : causes) {
      if (cause.holds(row, usual)) {
        success *= 1 - cause.rate;
        slower *= cause.slower;
      }
    }
    boolean fails = random.nextDouble() >= success;
    if (fails) {
      row.put("error.type", Value.of("08001"));
    }
    failed.set(rows, fails);
    durations[rows] = (long) (20e6 * slower * Math.exp(0.6 * random.nextGaussian()));
    row.forEach(this::set);
    rows++;
  }

  private Map<String, Value> attributes() {
    var row = new LinkedHashMap<String, Value>();
    // A few customers trade much, many a little.
    int customer = (int) (400 * Math.pow(random.nextDouble(), 2));
    int shares = 1 + random.nextInt(100);
    row.put(CUSTOMER, CUSTOMERS.get(customer));
    row.put(REGION, REGION_VALUES.get(customer % 5));
    row.put(SYMBOL, pick(SYMBOLS));
    row.put(VERSION, pick(VERSIONS));
    row.put(BROWSER, pick(BROWSERS));
    row.put("com.example.action", pick(ACTIONS));
    row.put("com.example.day_of_week", pick(DAYS));
    row.put(SHARES, Value.of(shares));
    row.put("com.example.value", Value.of(shares * 55.25 * (0.5 + random.nextDouble())));
    row.put("com.example.trade_id", Value.of("t" + rows));
    row.put("com.example.data_source", random.nextInt(50) == 0 ? DESK : MONKEY);
    row.put("com.example.subscription", pick(SUBSCRIPTIONS));
    row.put("k8s.pod.name", pick(PODS));
    row.put("thread.id", Value.of((long) random.nextInt(200)));
    row.put("client.address", ADDRESSES.get(customer / 4 * 30 + random.nextInt(30)));
    if (random.nextInt(20) == 0) {
      row.put("com.example.canary", Value.of(true));
    }
    return row;
  }

  private Value pick(List<Value> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static List<Value> texts(String... texts) {
    return Stream.of(texts).map(Value::of).toList();
  }

  private static List<Value> numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> Value.of(prefix + i)).toList();
  }

  private void set(String key, Value value) {
    var dictionary = dictionaries.computeIfAbsent(key, _ -> new HashMap<>());
    var id =
        dictionary.computeIfAbsent(
            value,
            _ -> {
              var known = values.computeIfAbsent(key, _ -> new ArrayList<>());
              known.add(value);
              return known.size();
            });
    ids.computeIfAbsent(key, _ -> new int[durations.length])[rows] = id;
  }

  private List<TraceId> traces() {
    return new AbstractList<>() {
      @Override
      public TraceId get(int row) {
        return new TraceId(7, row + 1L);
      }

      @Override
      public int size() {
        return rows;
      }
    };
  }

  static List<String> words(Answer answer) {
    return answer.explanations().stream()
        .map(explanation -> Condition.words(sorted(explanation.conditions())))
        .toList();
  }

  private static List<Condition> sorted(List<Condition> conditions) {
    return conditions.stream()
        .sorted((one, other) -> one.words().compareTo(other.words()))
        .toList();
  }
}

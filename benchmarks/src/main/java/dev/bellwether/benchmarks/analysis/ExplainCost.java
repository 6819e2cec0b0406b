package dev.bellwether.benchmarks.analysis;

import dev.bellwether.analysis.explain.Answer;
import dev.bellwether.analysis.explain.Column;
import dev.bellwether.analysis.explain.Explainer;
import dev.bellwether.analysis.explain.Population;
import dev.bellwether.analysis.explain.Target;
import dev.bellwether.analysis.explain.Trait;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.store.query.Field;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;

/// Prints what an explanation costs: `benchmarks/explain [ROWS]`, a million where nothing is said.
///
/// Sixteen attributes: two flags, five with a handful of values, six with up to 400, customers
/// (20,000) and addresses (50,000), and one that is unique. One request in a hundred fails anyway;
/// what else fails or is slow, each case says.
public final class ExplainCost {
  private static final int RUNS = 11;
  private static final int WARM_UP_RUNS = 5;

  /// How many values each attribute has; 0 for one that is unique.
  private static final int[] CARDINALITIES = {
    2, 2, 3, 5, 5, 7, 8, 12, 24, 60, 60, 100, 400, 20_000, 50_000, 0
  };

  private static final int REGION = 3;
  private static final int SYMBOL = 7;
  private static final int CUSTOMER = 13;

  private final int rows;
  private final int[][] ids;

  private ExplainCost(int rows) {
    this.rows = rows;
    var random = new Random(42);
    this.ids = new int[CARDINALITIES.length][rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < CARDINALITIES.length; column++) {
        int values = CARDINALITIES[column];
        // Some values are frequent, many are rare.
        ids[column][row] =
            values == 0 ? row + 1 : 1 + (int) (values * Math.pow(random.nextDouble(), 1.5));
      }
    }
  }

  /// Measures and prints.
  ///
  /// @param arguments how many rows
  public static void main(String[] arguments) {
    int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    var cost = new ExplainCost(rows);
    System.out.printf("%,d requests × %d attributes%n", rows, CARDINALITIES.length);
    cost.failures("one customer of 20,000 fails", row -> cost.is(row, CUSTOMER, 1));
    cost.failures(
        "a region and a symbol fail together",
        row -> cost.is(row, REGION, 2) && cost.is(row, SYMBOL, 3));
    cost.failures(
        "two causes at once",
        row -> (cost.is(row, REGION, 4) && row % 5 == 0) || cost.is(row, SYMBOL, 7));
    cost.failures("no cause", _ -> false);
    cost.slowness("a region and a symbol are slow together");
  }

  private boolean is(int row, int column, int id) {
    return ids[column][row] == id;
  }

  private interface Rule {
    boolean fails(int row);
  }

  private void failures(String what, Rule rule) {
    var random = new Random(7);
    var failed = new BitSet(rows);
    for (int row = 0; row < rows; row++) {
      failed.set(row, random.nextInt(100) == 0 || (rule.fails(row) && random.nextInt(10) < 8));
    }
    print(what, population(failed, new long[rows]), Target.FAILURES);
  }

  private void slowness(String what) {
    var random = new Random(7);
    var durations = new long[rows];
    for (int row = 0; row < rows; row++) {
      double slower = is(row, REGION, 2) && is(row, SYMBOL, 3) ? 4 : 1;
      durations[row] = (long) (20e6 * slower * Math.exp(0.6 * random.nextGaussian()));
    }
    print(what, population(new BitSet(), durations), Target.LATENCY);
  }

  private Population population(BitSet failed, long[] durations) {
    var columns = new ArrayList<Column>();
    for (int i = 0; i < CARDINALITIES.length; i++) {
      columns.add(
          new Column(
              new Trait("", Field.named("attribute" + i)),
              ids[i].clone(),
              IntStream.rangeClosed(1, CARDINALITIES[i] == 0 ? rows : CARDINALITIES[i])
                  .mapToObj(id -> Value.of("v" + id))
                  .toList()));
    }
    return new Population(columns, durations, failed, new BitSet(), new TraceIds(rows));
  }

  private static void print(String what, Population population, Target target) {
    var answers = new ArrayList<Answer>();
    var nanos = new long[RUNS];
    for (int run = -WARM_UP_RUNS; run < RUNS; run++) {
      long spent = CpuClock.nanosOf(() -> answers.add(Explainer.explain(population, target)));
      if (run >= 0) {
        nanos[run] = spent;
      }
    }
    var answer = answers.getLast();
    System.out.printf(
        "%n%s: %s%n  %,d hits; %s%n",
        what, CpuClock.millis(nanos), answer.hits(), answer.summary());
    answer.explanations().stream()
        .skip(1)
        .forEach(explanation -> System.out.println("  " + explanation.sentence()));
  }

  /// Row numbers as trace ids, made when asked for.
  private static final class TraceIds extends AbstractList<TraceId> {
    private final int rows;

    TraceIds(int rows) {
      this.rows = rows;
    }

    @Override
    public TraceId get(int row) {
      return new TraceId(1, row + 1L);
    }

    @Override
    public int size() {
      return rows;
    }
  }
}

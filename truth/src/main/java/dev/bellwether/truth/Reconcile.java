package dev.bellwether.truth;

import dev.bellwether.history.observatory.ObservatoryClient;
import dev.bellwether.truth.Reconciliation.Difference;
import dev.bellwether.truth.Reconciliation.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// `./bellwether reconcile`: rows of the database against traces, log records and metric sums.
final class Reconcile {
  static final String HELP =
      """
      ./bellwether reconcile [OPTION…]  compares the rows of trades with the telemetry about them

        --from TIME, --to TIME      the window, at most a day (the ten minutes until 15 s ago)
        --observatory URL           (http://localhost:4300, or BELLWETHER_OBSERVATORY_PORT)
        --database URL              (jdbc:postgresql://127.0.0.1:9032/trades, or
                                    BELLWETHER_POSTGRESQL_PORT or BELLWETHER_DATABASE_URL)
        --user NAME                 who may read the table (recorder)
        --password-file FILE        (.bellwether/secrets/postgresql-trades-password)

      Names every trade that is lost, told of twice, late or told of in other words; the exit code
      is then 1. Traces and log records are looked for a minute beyond the window, too.
      """;

  /// Metrics are exported every 5 s, and need another moment until they can be asked for.
  private static final Duration SETTLING = Duration.ofSeconds(15);

  private static final Duration USUAL_WINDOW = Duration.ofMinutes(10);
  private static final Duration WINDOW_MAX = Duration.ofDays(1);
  private static final Duration AROUND = Duration.ofMinutes(1);

  /// Between two exports, and what it takes to make one.
  private static final Duration EXPORTED_WITHIN = Duration.ofSeconds(8);

  /// As much as somebody reads; the sums are of all.
  private static final int PRINTED_MAX = 100;

  private Reconcile() {}

  /// Compares, prints what differs, and returns the exit code.
  static int run(Options options, Path root, PrintStream out, boolean terminal)
      throws IOException, InterruptedException {
    var environment = System.getenv();
    var to = options.time("--to", Instant.now().minus(SETTLING).truncatedTo(ChronoUnit.SECONDS));
    var from = options.time("--from", to.minus(USUAL_WINDOW));
    var pages =
        options.text(
            "--observatory",
            "http://localhost:" + environment.getOrDefault("BELLWETHER_OBSERVATORY_PORT", "4300"));
    var database = options.text("--database", database(environment));
    var user =
        options.text("--user", environment.getOrDefault("BELLWETHER_DATABASE_USER", "recorder"));
    var password = root.resolve(options.text("--password-file", passwordFile(environment)));
    options.refuseOthers();
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(WINDOW_MAX) > 0) {
      throw new IllegalArgumentException(
          "--from %s --to %s (expected: more than no time, at most a day)".formatted(from, to));
    }
    var rows =
        RecordedTrades.read(
            database,
            user,
            Files.readString(password).strip(),
            from.minus(AROUND),
            to.plus(AROUND));
    var progress = new Progress(out, terminal);
    try (var observatory = new ObservatoryClient(URI.create(pages))) {
      var observed =
          new ObservedTrades(observatory, progress).read(from.minus(AROUND), to.plus(AROUND));
      progress.end();
      var differences = new ArrayList<>(new Reconciliation(from, to).of(rows, observed));
      revenue(observatory, from, to, rows).ifPresent(differences::add);
      long inside = rows.stream().filter(row -> isInside(row, from, to)).count();
      print(out, from, to, inside, differences);
      return differences.isEmpty() ? 0 : 1;
    }
  }

  /// A point counts what was traded since the one before, and is shared out between the steps that
  /// it covers: sums agree up to an export at both ends.
  private static Optional<Difference> revenue(
      ObservatoryClient observatory, Instant from, Instant to, List<RecordedTrade> rows)
      throws IOException, InterruptedException {
    var counted = ObservedTrades.counted(observatory, "trading_revenue", from, to);
    if (counted.isEmpty()) {
      return sum(rows, from.plus(EXPORTED_WITHIN), to.minus(EXPORTED_WITHIN)) == 0
          ? Optional.empty()
          : Optional.of(new Difference(Kind.METRIC, "trading_revenue", "no points in the window"));
    }
    var sums = counted.get();
    long least = sum(rows, sums.from().plus(EXPORTED_WITHIN), sums.to().minus(EXPORTED_WITHIN));
    long most = sum(rows, sums.from().minus(EXPORTED_WITHIN), sums.to().plus(EXPORTED_WITHIN));
    return sums.total() >= least && sums.total() <= most
        ? Optional.empty()
        : Optional.of(
            new Difference(
                Kind.METRIC,
                "trading_revenue",
                String.format(
                    Locale.ROOT,
                    "%.0f dollars counted, %d to %d by the rows",
                    sums.total(),
                    least,
                    most)));
  }

  private static long sum(List<RecordedTrade> rows, Instant from, Instant to) {
    return rows.stream()
        .filter(row -> isInside(row, from, to))
        .mapToLong(RecordedTrade::revenue)
        .sum();
  }

  private static boolean isInside(RecordedTrade row, Instant from, Instant to) {
    return !row.recordedAt().isBefore(from) && row.recordedAt().isBefore(to);
  }

  private static void print(
      PrintStream out, Instant from, Instant to, long rows, List<Difference> differences) {
    differences.stream()
        .limit(PRINTED_MAX)
        .forEach(one -> out.printf("%s  %s  %s%n", one.name(), one.kind(), one.detail()));
    if (differences.size() > PRINTED_MAX) {
      out.printf("… and %d more%n", differences.size() - PRINTED_MAX);
    }
    var counts = new EnumMap<Kind, Long>(Kind.class);
    differences.forEach(one -> counts.merge(one.kind(), 1L, Long::sum));
    out.printf(
        "%d trades from %s to %s: %s%n",
        rows, from, to, counts.isEmpty() ? "telemetry agrees" : counts);
  }

  private static String database(Map<String, String> environment) {
    return environment.getOrDefault(
        "BELLWETHER_DATABASE_URL",
        "jdbc:postgresql://127.0.0.1:%s/trades"
            .formatted(environment.getOrDefault("BELLWETHER_POSTGRESQL_PORT", "9032")));
  }

  private static String passwordFile(Map<String, String> environment) {
    var data = environment.getOrDefault("BELLWETHER_DATA", ".bellwether");
    return Objects.requireNonNullElse(
        environment.get("BELLWETHER_DATABASE_PASSWORD_FILE"),
        data + "/secrets/postgresql-trades-password");
  }
}

package dev.bellwether.truth.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.faults.Ledger;
import dev.bellwether.history.Export;
import dev.bellwether.history.History;
import dev.bellwether.history.HistoryPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringTest {
  private static final long SEED = 7;
  private static final int INCIDENTS = 26;
  private static final Duration SLOT = Duration.ofMinutes(12);

  @TempDir static Path folder;

  private static final Replay REPLAY = new Replay();

  /// Each kind twice. Nobody receives it: this is about the questions.
  @BeforeAll
  static void replay() throws IOException {
    var start = Instant.parse("2026-01-05T00:00:00Z");
    var plan = HistoryPlan.of(SEED, start, SLOT.multipliedBy(INCIDENTS), 0.2, SLOT);
    var file = folder.resolve("incidents.jsonl");
    try (var ledger = Ledger.open(file)) {
      var history = new History(plan, new Export(_ -> {}, _ -> {}), ledger, REPLAY::traced);
      boolean more = true;
      while (more) {
        more = history.next();
      }
    }
    REPLAY.happened(Ledger.read(file));
  }

  @Test
  void who_knows_the_truth_scores_everything() throws IOException, InterruptedException {
    var card = score(new OracleBackend(REPLAY));

    var all = card.all();
    assertThat(all.incidents()).isEqualTo(INCIDENTS);
    assertThat(all.top1()).isEqualTo(1);
    assertThat(all.top3()).isEqualTo(1);
    assertThat(all.precision()).isEqualTo(1);
    assertThat(all.recall()).isEqualTo(1);
    assertThat(all.detectedAfter()).isEqualTo(Duration.ofSeconds(15));
    assertThat(card.falseAlarms()).isEmpty();
    assertThat(card.quietWindows()).isEqualTo(INCIDENTS);
  }

  @Test
  void who_knows_nothing_scores_chance() throws IOException, InterruptedException {
    var chance = new ChanceBackend(REPLAY, SEED);
    int rounds = 20;
    int right = 0;
    ScoreCard card = score(chance);
    for (int i = 0; i < rounds; i++) {
      right += (int) card.incidents().stream().filter(entry -> entry.rank() == 1).count();
      card = score(chance);
    }

    // Twice what chance allows would be seen once in a thousand runs; the seed is fixed anyway.
    assertThat((double) right / (rounds * INCIDENTS)).isLessThan(2.0 / chance.causes());
    assertThat(card.falseAlarms()).hasSize(card.quietWindows());
    assertThat(card.all().recall()).isBetween(0.3, 0.7);
  }

  @Test
  void who_says_nothing_scores_nothing_and_alarms_nobody()
      throws IOException, InterruptedException {
    var card =
        score(
            new Backend() {
              @Override
              public List<Finding> findings(Window window) {
                return List.of();
              }

              @Override
              public Set<String> hit(Finding finding, Window window) {
                return Set.of();
              }
            });

    assertThat(card.all()).isEqualTo(new ScoreCard.Figures(INCIDENTS, 0, 0, null, 0, 0));
    assertThat(card.falseAlarms()).isEmpty();
  }

  @Test
  void a_filter_is_read_as_conditions_on_the_fields_of_a_trade() {
    assertThat(BellwetherBackend.conditions("com.example.region : EU"))
        .containsOnly(java.util.Map.entry("region", "EU"));
    assertThat(
            BellwetherBackend.conditions(
                "user_agent.original : \"Mozilla/5.0 (X11; Linux x86_64; rv:143.0)"
                    + " Gecko/20100101 Firefox/143.0\""))
        .containsOnly(java.util.Map.entry("browser", "firefox 143"));
    assertThat(BellwetherBackend.conditions("com.example.market_factor < -8"))
        .containsOnly(java.util.Map.entry("market_factor <", "-8"));
    assertThat(BellwetherBackend.conditions("not com.example.market_factor : *"))
        .containsOnly(java.util.Map.entry("not com.example.market_factor", "*"));
  }

  @Test
  void a_table_is_markdown_with_a_line_for_each_kind_and_one_for_all()
      throws IOException, InterruptedException {
    var table = ScoreTable.of(score(new OracleBackend(REPLAY)));

    assertThat(table.lines()).hasSize(2 + 13 + 1 + 2);
    assertThat(table)
        .contains("| `model-exception`    |         2 | 100 % | 100 % |           15 s |")
        .endsWith("False alarms: 0 of 26 quiet windows.\n");
  }

  private static ScoreCard score(Backend backend) throws IOException, InterruptedException {
    return new Scoring(backend, REPLAY, _ -> {}, _ -> {}).score();
  }
}

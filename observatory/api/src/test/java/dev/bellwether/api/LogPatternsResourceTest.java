package dev.bellwether.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.api.LogPatternsJson.Pattern;
import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.store.tests.SampleTrade;
import dev.bellwether.store.tests.SampleTrade.Fault;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Ten minutes of trades, four a second; in the second half the database refuses some.
class LogPatternsResourceTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(SampleTraces.NOON.plusSeconds(600));
  private static final int TRADES = 2_400;

  private static final InMemoryStore STORE = new InMemoryStore(100_000, 100_000, 1);

  private final LogPatternsResource resource = new LogPatternsResource(STORE);

  @BeforeAll
  static void trade() {
    for (int number = 1; number <= TRADES; number++) {
      boolean refused = number > TRADES / 2 && number % 10 == 0;
      var trade = SampleTrade.of(number).with(refused ? Fault.DATABASE_AWAY : Fault.NONE);
      STORE.writer().appendSpans(trade.spans());
      STORE.writer().appendLogs(trade.logs());
    }
  }

  @Test
  void every_pattern_comes_with_its_counts_values_and_an_example() {
    var routing = pattern(ask(Map.of()), "routing request to recorder");

    assertThat(routing.severity()).isEqualTo("info");
    assertThat(routing.services()).extracting("service").containsExactly("router");
    assertThat(routing.counts().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(routing.count());
    assertThat(routing.change()).isNull();
    assertThat(Objects.requireNonNull(routing.example()).traceId()).isNotNull();
  }

  @Test
  void what_the_refusing_database_brought_is_new() {
    var answer = ask(Map.of());

    assertThat(answer.before()).isNotNull();
    assertThat(answer.patterns())
        .filteredOn(LogPatternsResourceTest::isNew)
        .isNotEmpty()
        .allSatisfy(pattern -> assertThat(pattern.severity()).isEqualTo("error"));
  }

  @Test
  void the_filter_of_a_pattern_finds_its_records_and_so_does_that_of_a_value() {
    var answer = ask(Map.of());

    for (var pattern : answer.patterns()) {
      assertThat(found(pattern.filter())).isEqualTo(pattern.count());
      for (var part : pattern.parts()) {
        for (var value : part.values()) {
          assertThat(found(value.filter())).isPositive();
        }
      }
    }
    assertThat(answer.patterns()).anyMatch(pattern -> !pattern.parts().isEmpty());
  }

  @Test
  void only_what_matches_is_read_and_nothing_is_compared_where_nobody_asks() {
    var answer = ask(Map.of("q", "service.name : router", "compare", "none"));

    assertThat(answer.before()).isNull();
    assertThat(answer.patterns())
        .allSatisfy(pattern ->
            assertThat(pattern.services()).extracting("service").containsExactly("router"));
  }

  @Test
  void a_list_that_is_cut_says_how_long_it_is_and_keeps_what_changed() {
    var all = ask(Map.of());

    var cut = ask(Map.of("limit", "1"));

    assertThat(cut.total()).isEqualTo(all.total()).isGreaterThan(1);
    assertThat(cut.patterns()).singleElement().extracting(Pattern::change).isNotNull();
  }

  @Test
  void the_time_before_the_first_record_is_not_compared_with() {
    var answer = ask(Map.of("from", millis(0), "to", millis(300)));

    assertThat(answer.before()).isNull();
    assertThat(answer.patterns()).extracting(Pattern::change).containsOnlyNulls();
  }

  @Test
  void another_way_to_compare_is_refused() {
    assertThatThrownBy(() -> ask(Map.of("compare", "after")))
        .isInstanceOf(Problem.class)
        .hasMessage("compare: 'after' (expected: before, none)");
  }

  private static boolean isNew(Pattern pattern) {
    var change = pattern.change();
    return change != null && change.kind().equals("new");
  }

  private long found(String filter) {
    var range =
        new TimeRange(
            Long.parseLong(millis(300)) * 1_000_000, Long.parseLong(millis(600)) * 1_000_000);
    return STORE.logs().logs(range, Query.parse(filter), TRADES).items().size();
  }

  private static Pattern pattern(LogPatternsJson answer, String template) {
    return answer.patterns().stream()
        .filter(pattern -> pattern.template().equals(template))
        .findFirst()
        .orElseThrow();
  }

  private static String millis(int second) {
    return Long.toString(SampleTraces.NOON.plusSeconds(second).toEpochMilli());
  }

  private LogPatternsJson ask(Map<String, String> query) {
    var all = new HashMap<>(Map.of("from", millis(300), "to", millis(600)));
    all.putAll(query);
    var values = new HashMap<String, List<String>>();
    all.forEach((name, value) -> values.put(name, List.of(value)));
    var request = new Request("GET", "/api/logs/patterns", values, Map.of(), new byte[0]);
    return resource.answer(Arguments.of(request, resource.endpoint().queryNames(), CLOCK));
  }
}

package dev.bellwether.analysis.explain;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.analysis.explain.Explanation.Synonym;
import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import dev.bellwether.store.query.Query;
import dev.bellwether.store.tests.SampleTrade;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplainerTest {
  private static final String CUSTOMER = "com.example.customer_id";

  @Test
  void the_customer_of_failing_trades_is_named_with_figures_words_and_a_query() {
    var answer = Explainer.explain(trades(600), Target.FAILURES);

    var explanation = answer.explanations().getFirst();
    assertThat(answer.explanations()).hasSize(1);
    assertThat(explanation.sentence())
        .isEqualTo(
            "com.example.customer_id = l.hall: 100 % of 100 requests fail, 0 % of the others;"
                + " that is 100 % of all failures in 17 % of the requests.");
    assertThat(answer.summary()).isEqualTo(explanation.sentence());
    assertThat(explanation.filter()).hasToString(CUSTOMER + " : l.hall");
    assertThat(explanation.figures().requests()).isEqualTo(100);
    assertThat(explanation.figures().hits()).isEqualTo(100);
    assertThat(explanation.figures().excessHits()).isCloseTo(100, within(1e-9));
    assertThat(explanation.figures().chance()).isLessThan(1e-50);
    assertThat(explanation.figures().elasticScore()).isGreaterThan(0.9);
  }

  @Test
  void the_query_of_an_explanation_finds_its_spans() {
    var filter = Explainer.explain(trades(600), Target.FAILURES).explanations().getFirst().filter();

    var found = Query.parse(filter.toString());

    // The monkey's own span is outside: it has no baggage yet.
    assertThat(SampleTrade.of(1).withCustomer("l.hall").spans().stream().skip(1))
        .allMatch(found::matches);
    assertThat(SampleTrade.of(2).withCustomer("q.bert").spans()).noneMatch(found::matches);
  }

  @Test
  void how_requests_ended_is_a_symptom_and_never_a_cause() {
    var explanation = Explainer.explain(trades(600), Target.FAILURES).explanations().getFirst();

    assertThat(explanation.symptoms())
        .extracting(symptom -> symptom.trait().written() + "=" + symptom.value().text())
        .contains("status.message=connection refused", "error.type of recorder=08001");
    assertThat(explanation.conditions()).noneMatch(condition -> condition.trait().isSymptom());
  }

  @Test
  void evidence_is_of_failed_requests() {
    var explanation = Explainer.explain(trades(600), Target.FAILURES).explanations().getFirst();

    assertThat(explanation.evidence())
        .hasSize(5)
        .isSubsetOf(
            IntStream.rangeClosed(1, 600)
                .mapToObj(SampleTrade::of)
                .filter(trade -> trade.customerId().equals("l.hall"))
                .map(trade -> trade.spans().getFirst().traceId())
                .toList());
  }

  @Test
  void where_nothing_was_requested_nothing_was_slow() {
    var answer = Explainer.explain(new PopulationBuilder().build(), Target.LATENCY);

    assertThat(answer.requests()).isZero();
    assertThat(answer.explanations()).isEmpty();
  }

  @Test
  void that_a_later_step_said_nothing_is_no_cause() {
    var builder = new PopulationBuilder();
    for (int i = 1; i <= 600; i++) {
      var trade = SampleTrade.of(i);
      boolean fails = trade.customerId().equals("l.hall") && i % 4 != 0;
      // Where it fails, it fails before the step that says the market's factor.
      builder.add(
          (fails ? trade : trade.withCustomer(i % 2 == 0 ? "q.bert" : trade.customerId()))
              .spans().stream()
                  .filter(span -> !fails || !span.name().equals("run_model"))
                  .toList());
    }

    var answer = Explainer.explain(builder.build(), Target.FAILURES);

    assertThat(answer.explanations())
        .flatExtracting(Explanation::conditions)
        .noneMatch(condition -> condition.test() instanceof Condition.Test.Absent);
  }

  @Test
  void a_slow_model_in_one_region_is_named_with_the_time_that_it_costs() {
    var builder = new PopulationBuilder();
    for (int i = 1; i <= 600; i++) {
      var trade = SampleTrade.of(i);
      boolean slow = trade.region().equals("EU");
      builder.add(slow ? trade.with(SampleTrade.Fault.SLOW_MODEL).spans() : trade.spans());
    }

    var explanation = Explainer.explain(builder.build(), Target.LATENCY).explanations().getFirst();

    assertThat(Condition.words(explanation.conditions())).isEqualTo("com.example.region = EU");
    var latency = requireNonNull(explanation.figures().latency());
    assertThat(latency.medianNanos() - latency.otherMedianNanos()).isGreaterThan(700_000_000);
    assertThat(latency.excessShare()).isGreaterThan(0.9);
    assertThat(latency.superiority()).isEqualTo(1.0);
  }

  @Test
  void what_cannot_be_told_apart_is_one_explanation_named_by_what_can_be_acted_on() {
    var population =
        new Scenario(1)
            .with(row -> {
              boolean beta = row.containsValue(Value.of("127"));
              row.put("service.version", Value.of(beta ? "2.0-beta" : "1.0"));
            })
            .failing(0.6, Scenario.BROWSER, "127")
            .population(4_000);

    var explanation = Explainer.explain(population, Target.FAILURES).explanations().getFirst();

    assertThat(explanation.synonyms()).hasSize(1).extracting(Synonym::of).hasSize(1);
    assertThat(explanation.conditions()).hasSize(1);
  }

  @Test
  void a_customer_who_is_nearly_all_of_his_region_is_named_and_not_the_region() {
    var scenario = new Scenario(4).failing(1, CUSTOMER, "l.hall");
    scenario.with(row -> {
      boolean his = scenario.chance() < 0.9;
      boolean neighbour = !his && scenario.chance() < 0.05;
      row.put(Scenario.REGION, Value.of(his || neighbour ? "NA" : "EU"));
      row.put(CUSTOMER, his ? Value.of("l.hall") : row.get(CUSTOMER));
    });

    var explanation =
        Explainer.explain(scenario.population(800), Target.FAILURES).explanations().getFirst();

    assertThat(Condition.words(explanation.conditions())).isEqualTo(CUSTOMER + " = l.hall");
    assertThat(explanation.synonyms()).isEmpty();
    assertThat(explanation.confounded())
        .anyMatch(
            other -> other.apart() && other.condition().words().equals(Scenario.REGION + " = NA"));
  }

  @Test
  void five_failures_of_one_customer_in_fifty_are_enough() {
    var builder = new PopulationBuilder();
    for (int i = 1; i <= 250; i++) {
      var trade = SampleTrade.of(i).withCustomer("c." + i % 50);
      builder.add(
          i % 50 == 7 ? trade.with(SampleTrade.Fault.DATABASE_AWAY).spans() : trade.spans());
    }

    var answer = Explainer.explain(builder.build(), Target.FAILURES);

    assertThat(answer.hits()).isEqualTo(5);
    assertThat(Condition.words(answer.explanations().getFirst().conditions()))
        .isEqualTo(CUSTOMER + " = c.7");
  }

  @Test
  void what_stands_out_in_the_same_requests_is_said_once() {
    var scenario = new Scenario(5).failing(0.9, CUSTOMER, "c.0");
    scenario.with(row -> {
      boolean job = scenario.chance() < 0.3;
      row.put("http.request.method", Value.of(job ? "GET" : "POST"));
      row.put("url.scheme", Value.of(job ? "https" : "http"));
      row.put(CUSTOMER, !job && scenario.chance() < 0.5 ? Value.of("c.0") : Value.of("c.1"));
    });

    var confounded =
        Explainer.explain(scenario.population(2_000), Target.FAILURES)
            .explanations()
            .getFirst()
            .confounded();

    assertThat(confounded)
        .filteredOn(other -> other.condition().words().matches("(http|url)\\..*"))
        .hasSize(1);
  }

  @Test
  void a_browser_is_shown_with_its_version() {
    var agent =
        Value.of(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                + " Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0");

    var words =
        new Condition(Trait.ofEntry("user_agent.original"), new Condition.Test.Is(agent)).words();

    assertThat(words)
        .isEqualTo(
            "user_agent.original = Mozilla/5.0 (Windows NT 10.0; …"
                + " Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0");
  }

  @Test
  void a_region_that_only_stands_out_through_a_browser_is_said_to_be_explained_by_it() {
    var scenario = new Scenario(2).failing(0.8, Scenario.BROWSER, "125");
    scenario.with(row -> {
      boolean latam = row.containsValue(Value.of("LATAM"));
      row.put(Scenario.BROWSER, Value.of(scenario.chance() < (latam ? 0.6 : 0.02) ? "125" : "126"));
    });

    var explanation =
        Explainer.explain(scenario.population(4_000), Target.FAILURES).explanations().getFirst();

    assertThat(Condition.words(explanation.conditions())).isEqualTo("user_agent.version = 125");
    assertThat(explanation.confounded().getFirst().sentence())
        .startsWith("com.example.region = LATAM stands out as well")
        .contains("but is explained by user_agent.version = 125: of ");
  }

  @Test
  void a_region_that_is_only_seen_with_a_browser_cannot_be_told_apart_from_it() {
    var scenario = new Scenario(3).failing(0.8, Scenario.BROWSER, "125");
    scenario.with(row -> {
      boolean latam = row.containsValue(Value.of("LATAM"));
      row.put(Scenario.BROWSER, Value.of(latam || scenario.chance() < 0.1 ? "125" : "126"));
    });

    var explanation =
        Explainer.explain(scenario.population(4_000), Target.FAILURES).explanations().getFirst();

    assertThat(Condition.words(explanation.conditions())).isEqualTo("user_agent.version = 125");
    assertThat(explanation.confounded().getFirst().sentence())
        .isEqualTo(
            "com.example.region = LATAM is only seen with user_agent.version = 125:"
                + " the two cannot be told apart.");
  }

  @Test
  void the_same_rows_give_the_same_answer() {
    assertThat(Explainer.explain(trades(600), Target.FAILURES))
        .isEqualTo(Explainer.explain(trades(600), Target.FAILURES));
  }

  @Test
  void no_requests_have_their_words() {
    assertThat(summary(new PopulationBuilder().build()))
        .isEqualTo("There are no requests to look at.");
  }

  @Test
  void one_request_has_its_words() {
    assertThat(summary(trades(1)))
        .isEqualTo("All of 1 request failed: there is nothing to compare them with.");
  }

  @Test
  void requests_none_of_which_failed_have_their_words() {
    var builder = new PopulationBuilder();
    builder.add(SampleTrade.of(2).spans());

    assertThat(summary(builder.build())).isEqualTo("None of 1 request failed.");
  }

  @Test
  void too_few_failures_have_their_words() {
    assertThat(summary(trades(12)))
        .isEqualTo("Only 2 of 12 requests failed: what fewer than 3 have in common may be chance.");
  }

  @Test
  void requests_that_all_took_as_long_have_their_words() {
    var population =
        new Population(List.of(), new long[200], new BitSet(), new BitSet(), List.of());

    assertThat(Explainer.explain(population, Target.LATENCY).summary())
        .isEqualTo("No request took longer than the others, of 200 requests.");
  }

  @Test
  void a_value_of_a_megabyte_with_markup_is_shortened_where_it_is_shown() {
    var huge = "<script>\n" + "x".repeat(1_000_000);
    var condition = new Condition(Trait.ofEntry("key"), new Condition.Test.Is(Value.of(huge)));

    assertThat(condition.words()).hasSizeLessThan(100).contains(" … ").doesNotContain("\n");
    assertThat(Query.parse(Condition.query(List.of(condition)).toString()))
        .isEqualTo(condition.query());
  }

  @Test
  void a_key_that_is_also_a_field_is_asked_for_as_an_attribute() {
    var condition = new Condition(Trait.ofEntry("name"), new Condition.Test.Is(Value.of("x")));

    assertThat(condition.query()).hasToString("attributes.name : x");
  }

  @Test
  void what_another_service_adds_is_asked_for_in_that_service() {
    var conditions =
        List.of(
            new Condition(
                Trait.of("recorder", "service.version"), new Condition.Test.Is(Value.of("2"))),
            new Condition(Trait.ofEntry("com.example.canary"), new Condition.Test.Absent()));

    assertThat(Condition.query(conditions))
        .hasToString(
            "service.name : recorder and service.version : \"2\" and not com.example.canary : *");
  }

  @Test
  void a_request_comes_in_with_the_first_span_of_a_server() {
    var entry = Request.of(SampleTrade.of(1).spans(), Query.EVERYTHING).entry();

    assertThat(entry.service()).isEqualTo("trader");
    assertThat(entry.kind()).isEqualTo(Span.Kind.SERVER);
  }

  /// Of which every sixth is l.hall's and fails at the database.
  private static Population trades(int count) {
    var builder = new PopulationBuilder();
    for (int i = 1; i <= count; i++) {
      var trade = SampleTrade.of(i);
      boolean fails = trade.customerId().equals("l.hall");
      builder.add(fails ? trade.with(SampleTrade.Fault.DATABASE_AWAY).spans() : trade.spans());
    }
    return builder.build();
  }

  private static String summary(Population population) {
    return Explainer.explain(population, Target.FAILURES).summary();
  }
}

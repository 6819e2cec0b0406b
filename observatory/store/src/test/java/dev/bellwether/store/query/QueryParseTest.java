package dev.bellwether.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.model.Span.Status;
import dev.bellwether.store.query.Field.Attribute;
import dev.bellwether.store.query.Field.Attribute.Source;
import dev.bellwether.store.query.Field.Intrinsic;
import dev.bellwether.store.query.Query.And;
import dev.bellwether.store.query.Query.Comparison;
import dev.bellwether.store.query.Query.Exists;
import dev.bellwether.store.query.Query.FullText;
import dev.bellwether.store.query.Query.Not;
import dev.bellwether.store.query.Query.Operator;
import dev.bellwether.store.query.Query.Or;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParseTest {
  private static final Query A = text("a");
  private static final Query B = text("b");
  private static final Query C = text("c");

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n", "*", " * ", "**"})
  void nothing_and_a_star_match_everything(String query) {
    assertThat(Query.parse(query)).isEqualTo(Query.EVERYTHING);
  }

  @Test
  void the_design_s_own_example_is_four_conditions() {
    var query =
        Query.parse(
            """
            service.name : trader and status : error
              and com.example.customer_id : "l.hall" and duration > 200ms\
            """);

    assertThat(query)
        .isEqualTo(
            new And(
                List.of(
                    is(Intrinsic.SERVICE_NAME, "trader"),
                    new Comparison(
                        Intrinsic.STATUS, Operator.EQUAL, new Literal.Choice(Status.Code.ERROR)),
                    is(new Attribute(Source.ANY, "com.example.customer_id"), "l.hall"),
                    new Comparison(
                        Intrinsic.DURATION, Operator.GREATER, new Literal.Duration(200_000_000)))));
  }

  @Test
  void and_binds_closer_than_or_and_not_closest() {
    assertThat(Query.parse("a or b and not c"))
        .isEqualTo(new Or(List.of(A, new And(List.of(B, new Not(C))))));
    assertThat(Query.parse("(a or b) and c")).isEqualTo(new And(List.of(new Or(List.of(A, B)), C)));
  }

  @Test
  void keywords_are_known_in_any_case_and_only_as_whole_words() {
    assertThat(Query.parse("a AND b")).isEqualTo(new And(List.of(A, B)));
    assertThat(Query.parse("not(a)OR(b)")).isEqualTo(new Or(List.of(new Not(A), B)));
    assertThat(Query.parse("android")).isEqualTo(text("android"));
    assertThat(Query.parse("\"and\"")).isEqualTo(text("and"));
  }

  @Test
  void spaces_around_operators_do_not_matter() {
    assertThat(Query.parse("name:x")).isEqualTo(Query.parse("  name  :  x  "));
    assertThat(Query.parse("duration>=5ms")).isEqualTo(Query.parse("duration >= 5ms"));
  }

  @Test
  void words_beside_each_other_must_all_be_there() {
    assertThat(Query.parse("a b or c")).isEqualTo(new Or(List.of(new And(List.of(A, B)), C)));
  }

  @Test
  void a_value_goes_on_to_the_next_keyword() {
    assertThat(Query.parse("name : POST  /record and a"))
        .isEqualTo(new And(List.of(is(Intrinsic.NAME, "POST /record"), A)));
  }

  @Test
  void a_value_may_hold_a_colon() {
    assertThat(Query.parse("url.full : http://router:9000/record"))
        .isEqualTo(is(new Attribute(Source.ANY, "url.full"), "http://router:9000/record"));
  }

  @Test
  void a_group_asks_one_field_several_things() {
    assertThat(Query.parse("name : (a or not b)"))
        .isEqualTo(new Or(List.of(is(Intrinsic.NAME, "a"), new Not(is(Intrinsic.NAME, "b")))));
  }

  @Test
  void a_lone_star_asks_whether_the_field_is_there() {
    assertThat(Query.parse("not parent.id : *"))
        .isEqualTo(new Not(new Exists(Intrinsic.PARENT_ID)));
  }

  @Test
  void a_star_in_quotes_or_behind_a_backslash_is_a_star() {
    assertThat(Query.parse("name : \"*\"")).isEqualTo(is(Intrinsic.NAME, "*"));
    assertThat(Query.parse("name : \\*")).isEqualTo(is(Intrinsic.NAME, "*"));
    assertThat(Query.parse("name : a*b"))
        .isEqualTo(
            new Comparison(
                Intrinsic.NAME,
                Operator.EQUAL,
                new Literal.Text(new TextPattern(List.of("a", "b")))));
  }

  @Test
  void quotes_and_backslashes_are_written_behind_a_backslash() {
    assertThat(Query.parse("name : \"say \\\"hi\\\" \\\\ bye\""))
        .isEqualTo(is(Intrinsic.NAME, "say \"hi\" \\ bye"));
    assertThat(Query.parse("odd\\ key\\: : x"))
        .isEqualTo(is(new Attribute(Source.ANY, "odd key:"), "x"));
    assertThat(Query.parse("\"odd key:\" : x"))
        .isEqualTo(is(new Attribute(Source.ANY, "odd key:"), "x"));
  }

  @Test
  void prefixes_say_whose_attribute_it_is() {
    assertThat(Query.parse("attributes.name : x"))
        .isEqualTo(is(new Attribute(Source.OWN, "name"), "x"));
    assertThat(Query.parse("resource.attributes.service.name : x"))
        .isEqualTo(is(new Attribute(Source.RESOURCE, "service.name"), "x"));
  }

  @Test
  void other_spellings_of_an_id_are_the_same_field_in_lower_case() {
    assertThat(Query.parse("trace_id : ABC")).isEqualTo(Query.parse("trace.id : abc"));
  }

  @ParameterizedTest
  @CsvSource({
    "1ns, 1",
    "1us, 1000",
    "1µs, 1000",
    "1μs, 1000",
    "1ms, 1000000",
    "1.5s, 1500000000",
    "2m, 120000000000",
    "1h, 3600000000000",
    "0.5ns, 0",
    "1e3ms, 1000000000"
  })
  void durations_have_units(String text, long nanos) {
    assertThat(Query.parse("duration > " + text))
        .isEqualTo(
            new Comparison(Intrinsic.DURATION, Operator.GREATER, new Literal.Duration(nanos)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-05-04T12:00:00Z",
        "2026-05-04T14:00:00+02:00",
        "\"2026-05-04T12:00:00.000Z\"",
        "2026-05-04T12:00Z"
      })
  void times_are_iso_8601(String text) {
    assertThat(Query.parse("timestamp >= " + text))
        .isEqualTo(
            new Comparison(
                Intrinsic.TIMESTAMP,
                Operator.AT_LEAST,
                new Literal.Time(1_777_896_000_000_000_000L)));
  }

  @Test
  void a_date_is_its_first_moment_in_utc() {
    assertThat(Query.parse("timestamp < 2026-05-04"))
        .isEqualTo(Query.parse("timestamp < 2026-05-04T00:00:00Z"));
  }

  @Test
  void an_unquoted_number_is_a_number_only_for_attributes() {
    var shares = new Attribute(Source.ANY, "shares");

    assertThat(Query.parse("shares : 10"))
        .isEqualTo(
            new Comparison(shares, Operator.EQUAL, new Literal.Decimal(new BigDecimal("10"))));
    assertThat(Query.parse("shares : \"10\"")).isEqualTo(is(shares, "10"));
    assertThat(Query.parse("name : 10")).isEqualTo(is(Intrinsic.NAME, "10"));
  }

  @Test
  void severities_are_names_with_an_order() {
    assertThat(Query.parse("severity >= warn"))
        .isEqualTo(
            new Comparison(
                Intrinsic.SEVERITY, Operator.AT_LEAST, new Literal.Choice(Severity.WARN)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "service.name : | 15 | expected a value after ':'",
        "duration >= | 12 | expected a value after '>='",
        "duration : >5ms | 12 | expected a value after ':'",
        "a and | 6 | expected a condition",
        "and a | 1 | expected a condition",
        "a or or b | 6 | expected a condition",
        "() | 2 | expected a condition",
        "(a | 3 | expected ')'",
        "(a)) | 4 | expected 'and' or 'or'",
        "(a) b | 5 | expected 'and' or 'or'",
        "name : (a b:c) | 11 | expected 'and' or 'or'",
        "name : a status : ok | 10 | expected 'and' or 'or'",
        "name : \"a\" b | 12 | expected 'and' or 'or'",
        "name : \"a | 8 | expected '\"' to end the text that begins",
        "name : a\\ | 10 | expected a character after '\\'",
        "\"\" | 1 | expected text between the quotes",
        "\"\" : a | 1 | expected the name of a field",
        "na*me : a | 1 | '*' cannot stand in the name of a field",
        "status = error | 8 | '=' is not an operator (expected: ':', or 'not')",
        "status : eror | 10 | status: 'eror' (expected: unset, ok, error)",
        "status : err* | 10 | '*' cannot stand in a value of this field",
        "name > a | 8 | name has no order (expected: ':')",
        "shares > many | 10 | expected a number",
        "shares > \"5\" | 10 | expected a number",
        "duration > 5 | 12 | expected a duration with its unit, such as 200ms or 1.5s (ns us ms s m h)",
        "duration > -5s | 12 | expected a duration with its unit, such as 200ms or 1.5s (ns us ms s m h)",
        "duration > 9e9h | 12 | expected a duration below 292 years",
        "timestamp > noon | 13 | expected a time such as 2026-05-04T12:00:00Z or 2026-05-04",
      })
  void a_mistake_is_told_with_the_character_it_is_at(String query, int character, String problem) {
    assertThatThrownBy(() -> Query.parse(query))
        .isInstanceOf(QuerySyntaxException.class)
        .hasMessage("%s at character %d", problem, character);
  }

  @Test
  void position_counts_the_characters_before_the_mistake() {
    var mistake = mistakeIn("status : eror");

    assertThat(mistake.position()).isEqualTo(9);
    assertThat(mistake).hasMessageEndingWith("at character 10");
  }

  @Test
  void a_caret_stands_below_the_mistake() {
    assertThat(mistakeIn("a and\nstatus : eror").rendered())
        .isEqualTo("a and status : eror\n               ^");
  }

  @Test
  void of_a_long_query_only_the_surroundings_of_the_mistake_are_shown() {
    var rendered = mistakeIn("a ".repeat(500) + ": b").rendered().split("\n", -1);

    assertThat(rendered[0]).hasSizeLessThanOrEqualTo(72);
    assertThat(rendered[0].charAt(rendered[1].indexOf('^'))).isEqualTo('a');
  }

  @Test
  void a_query_has_at_most_8192_characters() {
    assertThat(Query.parse("a".repeat(8_192))).isEqualTo(text("a".repeat(8_192)));

    assertThat(mistakeIn("a".repeat(8_193))).hasMessageContaining("8193 characters");
  }

  @Test
  void parentheses_are_at_most_32_deep() {
    assertThat(Query.parse("(".repeat(32) + "a" + ")".repeat(32))).isEqualTo(A);
    assertThat(Query.parse("not ".repeat(32) + "a")).isInstanceOf(Not.class);

    assertThat(mistakeIn("(".repeat(33) + "a" + ")".repeat(33))).hasMessageContaining("32");
    assertThat(mistakeIn("not ".repeat(33) + "a")).hasMessageContaining("32");
    assertThat(mistakeIn("name : " + "(".repeat(4_000))).hasMessageContaining("32");
  }

  @Test
  void a_query_has_at_most_1024_conditions() {
    assertThat(Query.parse("a or ".repeat(1_023) + "a")).isInstanceOf(Or.class);

    assertThat(mistakeIn("a or ".repeat(1_024) + "a")).hasMessageContaining("1024 conditions");
    assertThat(mistakeIn("a ".repeat(1_025))).hasMessageContaining("1024 conditions");
    assertThat(mistakeIn("name : (" + "a or ".repeat(1_024) + "a)"))
        .hasMessageContaining("1024 conditions");
  }

  private static Query text(String word) {
    return new FullText(TextPattern.literal(word));
  }

  private static Query is(Field field, String text) {
    return new Comparison(field, Operator.EQUAL, Literal.Text.of(text));
  }

  private static QuerySyntaxException mistakeIn(String query) {
    return catchThrowableOfType(QuerySyntaxException.class, () -> Query.parse(query));
  }
}

package dev.bellwether.trader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TradeJsonTest {
  private static final TradeModel MODEL = new TradeModel(1);

  @Test
  void a_customer_is_all_that_a_request_needs() {
    TradeRequest request = request("{'customer_id':'l.hall'}");

    assertThat(request.customerId()).isEqualTo("l.hall");
    assertThat(request.tradeId().version()).isEqualTo(7);
    assertThat(request.day()).isEqualTo(MODEL.day(request.tradeId()));
    assertThat(request.region()).isEqualTo("NA");
    assertThat(request.symbol()).isEqualTo("ZVZZT");
    assertThat(request.dataSource()).isEqualTo("monkey");
    assertThat(request.classification()).isNull();
    assertThat(request.canary()).isFalse();
  }

  @Test
  void a_request_says_everything_itself_if_it_wants_to() {
    TradeRequest request =
        request(
            "{'trade_id':'00000001-2345-8789-8abc-def012345678','customer_id':'j.casey',"
                + "'day_of_week':'Th','region':'LATAM','symbol':'BAA','data_source':'training',"
                + "'classification':'fraud','canary':true,'skin':{'colour':['green']}}");

    assertThat(request)
        .isEqualTo(
            new TradeRequest(
                UUID.fromString("00000001-2345-8789-8abc-def012345678"),
                "j.casey",
                TradingDay.THURSDAY,
                "LATAM",
                "BAA",
                "training",
                "fraud",
                true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{} | customer_id",
        "{'customer_id':null} | customer_id",
        "{'customer_id':''} | customer_id",
        "{'customer_id':7} | customer_id",
        "{'customer_id':NaN} | customer_id",
        "{'customer_id':['l.hall']} | customer_id",
        "{'customer_id':'l\\u0000hall'} | customer_id",
        "{'customer_id':'l\\nhall'} | customer_id",
        "{'customer_id':'l\\ud83dhall'} | customer_id",
        "{'customer_id':'a','trade_id':'1-2-3-4-5'} | trade_id",
        "{'customer_id':'a','trade_id':'none'} | trade_id",
        "{'customer_id':'a','day_of_week':'Su'} | day_of_week",
        "{'customer_id':'a','region':'N/A'} | region",
        "{'customer_id':'a','symbol':'zalm'} | symbol",
        "{'customer_id':'a','symbol':'ZALM; --'} | symbol",
        "{'customer_id':'a','canary':'true'} | canary",
        "{'customer_id':'a','data_source':1e400} | data_source",
        "{'customer_id':'a','customer_id':'b'} | customer_id",
        "{'customer_id':'a','symbol':zalm} | symbol"
      })
  void a_wrong_field_is_refused_by_its_name(String json, String field) {
    Problem problem = refusal(() -> request(json));

    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.field()).isEqualTo(field);
    assertThat(problem.detail()).startsWith(field + ": ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "'l.hall'",
        "7",
        "{",
        "{'customer_id':'a'",
        "{'customer_id':'a'}{}"
      })
  void what_is_not_one_json_object_is_refused(String json) {
    assertThat(refusal(() -> request(json)).status()).isEqualTo(400);
  }

  @Test
  void a_customers_name_has_64_characters_at_most_whatever_their_alphabet() {
    String longest = "\uD83D\uDC12".repeat(64);

    assertThat(request("{'customer_id':'%s'}".formatted(longest)).customerId()).isEqualTo(longest);
    assertThat(refusal(() -> request("{'customer_id':'%sx'}".formatted(longest))).field())
        .isEqualTo("customer_id");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "0.0001, 0.0001",
    "102.50, 102.50",
    "102.50000, 102.5000",
    "1e3, 1000",
    "-1.5, -1.5",
    "999999.9999, 999999.9999",
    "0.1, 0.1"
  })
  void a_price_is_taken_and_passed_on_exactly(String sent, String expected) {
    Decision decision = decision("{'action':'buy','shares':3,'share_price':%s}".formatted(sent));

    assertThat(decision.sharePrice()).isEqualTo(new BigDecimal(expected));
    TradeRequest request = request("{'customer_id':'a'}");
    assertThat(new String(TradeJson.record(request, decision), StandardCharsets.UTF_8))
        .endsWith("\"action\":\"buy\",\"shares\":3,\"share_price\":" + expected + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NaN", "Infinity", "-Infinity", "1e400", "1e-400", "1e99999999999", "1e2147483648",
        "0.00001", "1.000000000000000000000000000001", "1000000.01", "'1'", "true", "null", "[1]"
      })
  void a_price_that_cannot_be_stored_is_refused(String price) {
    Problem problem =
        refusal(() -> decision("{'action':'buy','shares':3,'share_price':%s}".formatted(price)));

    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.field()).isEqualTo("share_price");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.5", "9223372036854775808", "1000001", "-1000001", "'3'", "NaN", "1e400"})
  void shares_are_whole_and_not_beyond_reason(String shares) {
    Problem problem =
        refusal(() -> decision("{'action':'buy','shares':%s,'share_price':1}".formatted(shares)));

    assertThat(problem.field()).isEqualTo("shares");
  }

  @Test
  void negative_shares_are_for_the_database_to_refuse() {
    assertThat(decision("{'action':'buy','shares':-1,'share_price':-2}"))
        .isEqualTo(new Decision(Action.BUY, -1, new BigDecimal("-2")));
  }

  @Test
  void to_hold_is_to_trade_no_shares() {
    assertThat(decision("{'action':'hold','shares':0,'share_price':2}").value())
        .isEqualByComparingTo("0");
    assertThat(refusal(() -> decision("{'action':'hold','shares':1,'share_price':2}")).field())
        .isEqualTo("shares");
  }

  private static TradeRequest request(String json) {
    return TradeJson.request(fields(json), MODEL);
  }

  private static Decision decision(String json) {
    return TradeJson.decision(fields(json));
  }

  private static JsonFields fields(String json) {
    return JsonFields.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static Problem refusal(ThrowingCallable call) {
    return catchThrowableOfType(Problem.class, call);
  }
}

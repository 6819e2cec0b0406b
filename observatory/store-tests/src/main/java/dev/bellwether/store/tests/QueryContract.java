package dev.bellwether.store.tests;

import static dev.bellwether.store.TimeRange.ALWAYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.store.query.Query;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What [dev.bellwether.store.query] promises, asked of the readers about four trades.
public abstract class QueryContract extends ReadingContract {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "* | 1234",
        "service.name : trader | 1234",
        "service.name : Trader | ``",
        "service.name : tra* | 1234",
        "service.name : (notifier or postgresql) | 134",
        "com.example.customer_id : l.hall | 1",
        "com.example.customer_id : \"l.hall\" | 1",
        "com.example.customer_id : *.b* | 2",
        "attributes.com.example.customer_id : l.hall | 1",
        "resource.attributes.com.example.customer_id : l.hall | ``",
        "resource.attributes.service.name : recorder | 1234",
        "attributes.service.name : * | ``",
        "status : error | 2",
        "status : ERROR and service.name : recorder | 2",
        "status : error and service.name : notifier | ``",
        "status : unset and name : trade | 1234",
        "status.message : \"connection refused\" | 2",
        "status.message : connection | ``",
        "status.message : conn* | 2",
        "duration > 800ms and name : run_model | 3",
        "duration : 5ms and name : run_model | 124",
        "duration >= 5ms and duration <= 5ms and name : run_model | 124",
        "duration < 5ms and name : run_model | ``",
        "com.example.shares : 11 | 2",
        "com.example.shares : 11.0 | 2",
        "com.example.shares : \"11\" | 2",
        "com.example.shares : \"11.0\" | ``",
        "com.example.shares > 11 | 34",
        "com.example.shares >= 11 and com.example.shares < 13 | 23",
        "com.example.share_price : 55.25 and com.example.shares : 10 | 1",
        "com.example.value > 700 | 4",
        "com.example.customer_id : * | 1234",
        "com.example.classification : * | ``",
        "not com.example.classification : * | 1234",
        "kind : internal and com.example.shares : 12 | 3",
        "kind : PRODUCER | ``",
        "name : POST /record | 1234",
        "name : \"POST /notify\" | 134",
        "url.full : *:9006/webhooks* | 134",
        "http.response.status_code >= 500 | 2",
        "not parent.id : * and service.name : monkey | 1234",
        "not parent.id : * and service.name : trader | ``",
        "trace.id : 0be11* | ``",
        "scope.name : io.opentelemetry.sample | 1234",
        "timestamp >= 2026-05-04T12:00:00.500Z | 34",
        "timestamp < 2026-05-04T12:00:00.250Z | 1",
        "connection refused | 2",
        "\"connection refused\" | 2",
        "\"refused connection\" | ``",
        "CONNECTION | 2",
        "l.hall | 1",
        "hall | 1",
        "hal | ``",
        "hal* | 1",
        "notifier | 134",
        "l.hall or mr.t | 13",
        "not (l.hall or mr.t) and name : trade | 24",
        "severity : error | ``",
        "body : * | ``",
      })
  void traces_are_found_by_a_span_that_matches(String query, String trades) {
    assertThat(tracesFor(query)).isEqualTo(trades);
  }

  @Test
  void all_conditions_must_hold_for_one_span() {
    var query = Query.parse("service.name : monkey and com.example.customer_id : l.hall");

    assertThat(store().traces().traces(ALWAYS, query, ENOUGH).items()).isEmpty();
  }

  @Test
  void ids_find_their_trace() {
    var span = SampleTrade.of(3).spans().get(4);

    assertThat(tracesFor("trace.id : " + span.traceId())).isEqualTo("3");
    assertThat(tracesFor("trace_id : " + span.traceId().toString().toUpperCase(Locale.ROOT)))
        .isEqualTo("3");
    assertThat(tracesFor("span.id : " + span.id())).isEqualTo("3");
    assertThat(tracesFor("parent.id : " + span.parentId())).isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "* | 14",
        "severity : error | 1",
        "severity >= info | 14",
        "severity > info | 1",
        "severity : fatal | 0",
        "body : committed | 3",
        "body : \"trade committed\" | 3",
        "body : \"committed trade\" | 0",
        "body : commit | 0",
        "body : commit* | 3",
        "service.name : recorder and body : refused | 1",
        "committed l.hall | 1",
        "com.example.customer_id : q.bert | 2",
        "com.example.customer_id : q.bert and service.name : trader | 1",
        "trace.id : * | 14",
        "not trace.id : * | 0",
        "name : * | 0",
        "not status : error | 14",
        "timestamp >= 2026-05-04T12:00:00.750Z | 7",
      })
  void log_records_are_found_by_what_matches(String query, int records) {
    var found = store().logs().logs(ALWAYS, Query.parse(query), ENOUGH).items();

    assertThat(found).hasSize(records);
  }
}

package dev.bellwether.store.tests;

import static dev.bellwether.store.TimeRange.ALWAYS;
import static dev.bellwether.store.tests.SampleTraces.NOON_NANOS;
import static dev.bellwether.store.tests.SampleTraces.internal;
import static dev.bellwether.store.tests.SampleTraces.log;
import static dev.bellwether.store.tests.SampleTraces.server;
import static dev.bellwether.store.tests.SampleTraces.trace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import dev.bellwether.store.query.Query;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What [dev.bellwether.store.query] promises, asked of the readers.
///
/// Four trades are stored: l.hall's (1); q.bert's (2), for which there was no database; mr.t's (3),
/// whose model was slow; j.casey's (4). They are a quarter of a second apart, of 10, 11, 12 and 13
/// shares.
public abstract class QueryContract extends EngineContract {
  private static final int ENOUGH = 1_000;

  @BeforeEach
  void storeTrades() {
    var trades =
        List.of(
            SampleTrade.of(1),
            SampleTrade.of(2).with(SampleTrade.Fault.DATABASE_AWAY),
            SampleTrade.of(3).with(SampleTrade.Fault.SLOW_MODEL),
            SampleTrade.of(4));
    for (var trade : trades) {
      stored(trade.spans());
      store().writer().appendLogs(trade.logs());
    }
  }

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "whole : 10",
        "whole : 10.0",
        "whole : 1e1",
        "whole : \"10\"",
        "whole : 1*",
        "whole > 9.5",
        "decimal : 10.5",
        "decimal : \"10.5\"",
        "decimal >= 10.5",
        "tenth : 0.1",
        "large : 9007199254740993",
        "large > 9007199254740992",
        "digits : 7",
        "digits : 007",
        "digits : \"007\"",
        "digits < 8",
        "flag : true",
        "flag : \"true\"",
        "list : a",
        "list : b*",
        "numbers > 1",
        "not numbers > 2",
        "empty : *",
        "empty : \"\"",
        "bytes : cafe",
        "map : \"{a=1, b=2}\"",
        "event.name : exception",
        "event.name : retry",
        "\"out of shares\"",
        "say \\\"hi\\\"",
      })
  void values_of_every_type_are_found(String query) {
    storeTyped();

    assertThat(tracesFor(query + " and service.name : typist")).isEqualTo("9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "whole : 11",
        "whole : \"10.0\"",
        "decimal : 10",
        "large : 9007199254740992",
        "digits : \"7\"",
        "flag : false",
        "flag : 1",
        "list : ab",
        "list : \"[a, b]\"",
        "numbers > 2",
        "infinite > 1",
        "infinite <= 1",
        "empty : 0",
        "absent : *",
        "absent < 1",
        "event.name : exit",
      })
  void values_that_differ_are_not_found(String query) {
    storeTyped();

    assertThat(tracesFor(query + " and service.name : typist")).isEmpty();
  }

  @Test
  void an_attribute_of_the_record_hides_the_resource_s_of_the_same_name() {
    stored(trace(9, NOON_NANOS, server("typist", "x").with("zone", "a").from("zone", "b")));

    assertThat(tracesFor("zone : a")).isEqualTo("9");
    assertThat(tracesFor("zone : b")).isEmpty();
    assertThat(tracesFor("resource.attributes.zone : b")).isEqualTo("9");
  }

  @Test
  void a_structured_body_is_found_as_it_reads() {
    var body = new Value.MapOf(Map.of("message", Value.of("routing request to recorder")));
    var line = log("typist", NOON_NANOS, "");
    storedLogs(
        new LogRecord(
            line.timeNanos(),
            line.observedNanos(),
            9,
            "INFO",
            "routing",
            body,
            Map.of(),
            null,
            null,
            0,
            line.resource(),
            line.scope(),
            0));

    var query = Query.parse("body : \"routing request\" and event.name : routing");

    assertThat(store().logs().logs(ALWAYS, query, ENOUGH).items()).hasSize(1);
  }

  private void storeTyped() {
    var event = new Span.Event(NOON_NANOS, "exception", Map.of("m", Value.of("out of shares")));
    var other = new Span.Event(NOON_NANOS, "retry", Map.of());
    var list = new Value.ListOf(List.of(Value.of("a"), Value.of("b")));
    var numbers = new Value.ListOf(List.of(Value.of(1), Value.of("2")));
    var map = new Value.MapOf(Map.of("a", Value.of(1), "b", Value.of(2)));
    stored(
        trace(
            9,
            NOON_NANOS,
            internal("typist", "types")
                .with("whole", 10)
                .with(Map.of("decimal", Value.of(10.5), "tenth", Value.of(0.1)))
                .with("large", 9_007_199_254_740_993L)
                .with("digits", "007")
                .with(Map.of("flag", Value.of(true), "list", list, "numbers", numbers, "map", map))
                .with("empty", "")
                .with(Map.of("infinite", Value.of(Double.POSITIVE_INFINITY)))
                .with(Map.of("bytes", new Value.Bytes(new byte[] {(byte) 0xca, (byte) 0xfe})))
                .with("quote", "say \"hi\"")
                .with(event)
                .with(other)));
  }

  private String tracesFor(String query) {
    return store().traces().traces(ALWAYS, Query.parse(query), ENOUGH).items().stream()
        .map(summary -> Long.toString(summary.traceId().low()))
        .sorted()
        .collect(Collectors.joining());
  }
}

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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How [dev.bellwether.store.query] compares values of every type, asked of the readers.
///
/// Among the trades are stored: a typist's trace (9) with an attribute of each type; a surveyor's
/// (8), of which the resource has a key, too; a log record whose body has a structure.
public abstract class ValueQueryContract extends ReadingContract {
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
    assertThat(tracesFor(query + " and service.name : typist")).isEmpty();
  }

  @Test
  void an_attribute_of_the_record_hides_the_resource_s_of_the_same_name() {
    assertThat(tracesFor("zone : a")).isEqualTo("8");
    assertThat(tracesFor("zone : b")).isEmpty();
    assertThat(tracesFor("resource.attributes.zone : b")).isEqualTo("8");
  }

  @Test
  void a_structured_body_is_found_as_it_reads() {
    var query = Query.parse("body : \"routing request\" and event.name : routing");

    assertThat(store().logs().logs(ALWAYS, query, ENOUGH).items()).hasSize(1);
  }

  @Override
  void fill() {
    super.fill();
    storeTyped();
    stored(trace(8, NOON_NANOS, server("surveyor", "x").with("zone", "a").from("zone", "b")));
    storeStructured();
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

  private void storeStructured() {
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
  }
}

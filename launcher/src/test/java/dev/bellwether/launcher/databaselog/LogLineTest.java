package dev.bellwether.launcher.databaselog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {
  private static final String COMMENT =
      " /*traceparent='00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'*/";

  @Test
  void a_statement_is_a_record_of_the_span_that_sent_it() {
    var line =
        LogLine.parse(json("LOG", "execute S_1: INSERT INTO trades" + COMMENT, "")).orElseThrow();

    assertThat(line.time()).isEqualTo(Instant.parse("2026-05-04T12:00:00.123Z"));
    assertThat(line.message()).isEqualTo("execute S_1: INSERT INTO trades");
    assertThat(line.database()).isEqualTo("trades");
    assertThat(line.processId()).isEqualTo(4711);
    assertThat(line.comment().spanId()).isEqualTo("b7ad6b7169203331");
  }

  @Test
  void a_problem_belongs_to_the_span_of_the_statement_that_caused_it() {
    var line =
        LogLine.parse(json("ERROR", "violates check constraint", "INSERT INTO trades" + COMMENT))
            .orElseThrow();

    assertThat(line.message()).isEqualTo("violates check constraint");
    assertThat(line.statement()).isEqualTo("INSERT INTO trades");
    assertThat(line.comment().traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @ParameterizedTest
  @CsvSource({
    "DEBUG1,5",
    "INFO,9",
    "LOG,9",
    "NOTICE,13",
    "WARNING,13",
    "ERROR,17",
    "FATAL,21",
    "PANIC,24"
  })
  void a_word_of_postgresql_is_a_number_of_otlp(String word, int number) {
    assertThat(LogLine.parse(json(word, "x", "")).orElseThrow().severityNumber()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "7", "{}", "{\"timestamp\":\"yesterday\"}"})
  void a_line_that_is_not_postgresqls_is_left_out(String line) {
    assertThat(LogLine.parse(line)).isEmpty();
  }

  static String json(String severity, String message, String statement) {
    return """
    {"timestamp":"2026-05-04 12:00:00.123 UTC","user":"recorder","dbname":"trades","pid":4711,\
    "error_severity":"%s","state_code":"00000","message":"%s","statement":"%s"}\
    """
        .formatted(severity, message, statement);
  }
}

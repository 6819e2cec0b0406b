package dev.bellwether.launcher.databaselog;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One line of PostgreSQL's JSON log.
///
/// @param severity PostgreSQL's word: `LOG`, `ERROR`, …
/// @param message without the comment that says who sent the statement
/// @param detail the parameters of a statement, or more about a problem; empty where there is none
/// @param statement that caused a problem, without its comment; empty where the message is it
/// @param sqlState five characters, `00000` where all is well; empty where there is none
record LogLine(
    Instant time,
    String severity,
    String message,
    String detail,
    String statement,
    String sqlState,
    String database,
    String user,
    long processId,
    SqlComment comment) {
  private static final JsonMapper JSON = new JsonMapper();

  /// `log_timezone=UTC` makes the zone a constant.
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT);

  /// Nothing for a line that PostgreSQL does not write so: torn by a crash, for example.
  static Optional<LogLine> parse(String line) {
    try {
      var json = JSON.readTree(line);
      return json.isObject() ? Optional.of(read(json)) : Optional.empty();
    } catch (JacksonException | DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static LogLine read(JsonNode json) {
    var message = text(json, "message");
    var statement = text(json, "statement");
    return new LogLine(
        LocalDateTime.parse(text(json, "timestamp"), TIME).toInstant(ZoneOffset.UTC),
        text(json, "error_severity"),
        SqlComment.without(message),
        text(json, "detail"),
        SqlComment.without(statement),
        text(json, "state_code"),
        text(json, "dbname"),
        text(json, "user"),
        json.path("pid").asLong(0),
        SqlComment.of(statement.isEmpty() ? message : statement));
  }

  private static String text(JsonNode json, String name) {
    return json.path(name).asString("");
  }

  /// OTLP's number for PostgreSQL's word. What it calls LOG is ordinary work; a NOTICE is meant for
  /// the client to notice.
  int severityNumber() {
    return switch (severity) {
      case "DEBUG", "DEBUG1", "DEBUG2", "DEBUG3", "DEBUG4", "DEBUG5" -> 5;
      case "NOTICE", "WARNING" -> 13;
      case "ERROR" -> 17;
      case "FATAL" -> 21;
      case "PANIC" -> 24;
      default -> 9;
    };
  }
}

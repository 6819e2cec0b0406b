package dev.bellwether.recorder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Turns whatever a request ended with into a problem document.
@RestControllerAdvice
final class Refusals {

  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  @ExceptionHandler
  ResponseEntity<String> refuse(Exception failure) {
    return switch (failure) {
      case BadTrade bad -> new Problem(400, String.valueOf(bad.getMessage()), bad.field()).answer();
      case DataAccessException _, TransactionException _ ->
          refuse(DatabaseFailure.of(failure), failure);
      case ErrorResponse refusal ->
          new Problem(refusal.getStatusCode().value(), String.valueOf(failure.getMessage()), null)
              .answer();
      default -> bug(failure);
    };
  }

  private static ResponseEntity<String> refuse(DatabaseFailure failure, Exception cause) {
    return switch (failure) {
      case DatabaseFailure.Refused(var field, var rule) -> {
        log.warn("trade refused by the database: {}", rule);
        yield new Problem(422, "%s: refused by the rule %s".formatted(field, rule), field).answer();
      }
      case DatabaseFailure.Broken(var state) -> unavailable(state, cause);
      case DatabaseFailure.Unavailable(var state) -> unavailable(state, cause);
      case DatabaseFailure.Bug _ -> bug(cause);
    };
  }

  private static ResponseEntity<String> unavailable(String state, Exception cause) {
    log.error("database is not available ({}): {}", state, cause.getMessage());
    return new Problem(503, "database is not available, retry with the same trade_id", null)
        .answer();
  }

  private static ResponseEntity<String> bug(Exception failure) {
    log.error("request failed", failure);
    return new Problem(500, "our mistake, it is in the log", null).answer();
  }
}

package dev.bellwether.recorder;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// What a failure of the database means for the one who asked, by its SQLState.
sealed interface DatabaseFailure {

  /// The connection broke or two transactions got into each other's way: the same trade may be
  /// tried again at once, on another connection. It may even have been committed.
  record Broken(String state) implements DatabaseFailure {}

  /// Away, full or too slow: try again later.
  record Unavailable(String state) implements DatabaseFailure {}

  /// The database refuses the values; `field` is the column to blame.
  record Refused(String field, String rule) implements DatabaseFailure {}

  /// Our own mistake: a statement or a permission is wrong.
  record Bug(String state) implements DatabaseFailure {}

  static DatabaseFailure of(Throwable failure) {
    var cause = sqlCause(failure);
    if (cause == null) {
      return new Bug("none");
    }
    var state = cause.getSQLState() == null ? "08000" : cause.getSQLState();
    return switch (state.substring(0, 2)) {
      case "08", "40" -> new Broken(state);
      case "53", "58" -> new Unavailable(state);
      case "22", "23" -> refused(cause);
      default ->
          switch (state) {
            // The server is going down, was killed, or starts up.
            case "57P01", "57P02", "57P03" -> new Broken(state);
            // A lock or a statement took too long, idle in a transaction.
            case "55P03", "57014", "25P03" -> new Unavailable(state);
            default -> new Bug(state);
          };
    };
  }

  /// `trades_shares_check` blames `shares`: the name PostgreSQL gives to a column's CHECK.
  private static DatabaseFailure refused(SQLException cause) {
    var server = cause instanceof PSQLException refusal ? refusal.getServerErrorMessage() : null;
    var constraint = server == null ? null : server.getConstraint();
    if (constraint == null) {
      return new Refused("body", "SQLState " + cause.getSQLState());
    }
    return new Refused(
        constraint.replaceFirst("^trades_", "").replaceFirst("_check$", ""), constraint);
  }

  private static @Nullable SQLException sqlCause(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}

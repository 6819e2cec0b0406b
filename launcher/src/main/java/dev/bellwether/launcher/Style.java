package dev.bellwether.launcher;

import dev.bellwether.launcher.Board.State;

/// Colours, or none: only on a terminal, and only if the user has not said `NO_COLOR`.
record Style(boolean coloured) {
  String state(State state, String text) {
    return switch (state) {
      case WAITING, STOPPED -> faint(text);
      case STARTING -> with("33", text);
      case READY -> with("32", text);
      case DIED -> red(text);
    };
  }

  String red(String text) {
    return with("31", text);
  }

  String bold(String text) {
    return with("1", text);
  }

  String faint(String text) {
    return with("2", text);
  }

  private String with(String code, String text) {
    return coloured ? "\u001b[%sm%s\u001b[0m".formatted(code, text) : text;
  }
}

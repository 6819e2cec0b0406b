package dev.bellwether.analysis.patterns;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The part of a log record that says what kind of line it is.
///
/// @param text what to read; a name as a whole, in which nothing varies, where it is no line
record Message(String text, Origin origin) {
  /// Between an exception and where it was thrown.
  static final String AT = " at ";

  private static final List<String> MESSAGE_KEYS = List.of("message", "msg");

  /// Packages of the platform and of frameworks: the line of ours that led there tells more.
  private static final List<String> FOREIGN =
      List.of("java.", "javax.", "jakarta.", "jdk.", "sun.", "com.sun.", "org.", "io.", "kotlin.");

  /// A stack trace is longer, but its top is what matters.
  private static final int FRAMES_MAX = 64;

  static Message of(LogRecord record) {
    if (!record.eventName().isEmpty()) {
      return new Message(record.eventName(), Origin.EVENT_NAME);
    }
    var exception = record.attributes().get("exception.type");
    if (exception != null) {
      return new Message(exception.text() + thrower(record), Origin.EXCEPTION);
    }
    return switch (record.body()) {
      case Value.Text(String text) -> line(inJson(text));
      case Value.MapOf(Map<String, Value> values) -> ofMap(values);
      case Value other -> line(other.text());
    };
  }

  private static Message line(String text) {
    return new Message(text, Origin.LINE);
  }

  private static Message ofMap(Map<String, Value> values) {
    for (var key : MESSAGE_KEYS) {
      if (values.get(key) instanceof Value.Text(String text)) {
        return line(text);
      }
    }
    return new Message(String.join(", ", new TreeSet<>(values.keySet())), Origin.KEYS);
  }

  /// ` at com.example.Recorder.insert`, or nothing without a stack trace.
  private static String thrower(LogRecord record) {
    var trace = record.attributes().getOrDefault("exception.stacktrace", Value.EMPTY).text();
    int at = 0;
    var first = "";
    for (int i = 0; i < FRAMES_MAX; i++) {
      at = trace.indexOf("\tat ", at);
      int open = at < 0 ? -1 : trace.indexOf('(', at);
      if (open < 0) {
        break;
      }
      var frame = trace.substring(at + 4, open);
      if (FOREIGN.stream().noneMatch(frame::startsWith)) {
        return AT + frame;
      }
      first = first.isEmpty() ? AT + frame : first;
      at = open;
    }
    return first;
  }

  /// The message of a line that is a JSON object, else the line.
  private static String inJson(String text) {
    if (text.isEmpty() || text.charAt(0) != '{') {
      return text;
    }
    for (var key : MESSAGE_KEYS) {
      int at = text.indexOf("\"" + key + "\"");
      int open = at < 0 ? -1 : openingQuote(text, at + key.length() + 2);
      if (open >= 0) {
        return unquoted(text, open + 1);
      }
    }
    return text;
  }

  /// -1 where no text follows the key.
  private static int openingQuote(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i;
      }
      if (c != ':' && c > ' ') {
        return -1;
      }
    }
    return -1;
  }

  private static String unquoted(String text, int from) {
    var plain = new StringBuilder();
    for (int i = from; i < text.length() && text.charAt(i) != '"'; i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        c = text.charAt(i) == 'n' || text.charAt(i) == 't' ? ' ' : text.charAt(i);
      }
      plain.append(c);
    }
    return plain.toString();
  }
}

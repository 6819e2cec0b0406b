package dev.bellwether.launcher.databaselog;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the comment of an SQL statement says about who sent it, in the format of sqlcommenter:
/// `/*traceparent='00-…-…-01',baggage='…'*/`, keys and values URL-encoded.
///
/// @param traceId 32 hexadecimal digits, or empty where nobody said
/// @param spanId 16 hexadecimal digits, or empty
/// @param baggage of W3C
record SqlComment(String traceId, String spanId, int flags, Map<String, String> baggage) {
  static final SqlComment NONE = new SqlComment("", "", 0, Map.of());

  private static final Pattern COMMENT =
      Pattern.compile("\\s*/\\*(\\w+='[^'*]*'(?:, ?\\w+='[^'*]*')*)\\s*\\*/");
  private static final Pattern ENTRY = Pattern.compile("(\\w+)='([^']*)'");
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2}).*");

  /// The last comment of this form; a statement may quote others.
  static SqlComment of(String sql) {
    var comments = COMMENT.matcher(sql);
    var found = NONE;
    while (comments.find()) {
      found = read(comments.group(1));
    }
    return found;
  }

  /// The statement as it would read without it.
  static String without(String sql) {
    return COMMENT.matcher(sql).replaceAll("");
  }

  private static SqlComment read(String comment) {
    var entries = new LinkedHashMap<String, String>();
    for (Matcher entry = ENTRY.matcher(comment); entry.find(); ) {
      entries.put(entry.group(1), decoded(entry.group(2)));
    }
    var parent = TRACEPARENT.matcher(entries.getOrDefault("traceparent", ""));
    var baggage = baggage(entries.getOrDefault("baggage", ""));
    return parent.matches()
        ? new SqlComment(
            parent.group(1), parent.group(2), Integer.parseInt(parent.group(3), 16), baggage)
        : new SqlComment("", "", 0, baggage);
  }

  /// `key=value;property,key=value`, values percent-encoded once more.
  private static Map<String, String> baggage(String header) {
    var baggage = new LinkedHashMap<String, String>();
    for (var member : header.split(",", -1)) {
      var pair = member.split(";", 2)[0].split("=", 2);
      if (pair.length == 2 && !pair[0].isBlank()) {
        baggage.put(pair[0].strip(), decoded(pair[1].strip()));
      }
    }
    return baggage;
  }

  /// As it stands where it is not encoded properly: it is a comment, anybody may have written it.
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }
}

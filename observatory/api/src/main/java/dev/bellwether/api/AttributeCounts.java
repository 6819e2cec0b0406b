package dev.bellwether.api;

import dev.bellwether.model.LogRecord;
import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Counts which keys records have, and with which values. A key is counted as the query language
/// finds it: the record's own attribute, else its resource's. Used by one thread.
///
/// Records of one process share a resource, so that its attributes are counted once per resource
/// and not once per record.
final class AttributeCounts {
  /// A browser shows no more keys in a list, and nobody reads them.
  private static final int KEYS_MAX = 1_000;

  /// Longer values are no use in a list of values; they still count as distinct.
  private static final int LISTED_CHARACTERS_MAX = 1_000;

  /// A list counts with so many of its values: whoever sends thousands makes none of them frequent.
  private static final int LIST_VALUES_MAX = 32;

  private final Map<String, Tally> tallies = new HashMap<>();
  private final IdentityHashMap<Resource, int[]> resources = new IdentityHashMap<>();
  private long records;

  void addSpans(Collection<Span> spans) {
    for (var span : spans) {
      records++;
      field("service.name", span.service());
      field("name", span.name());
      field("kind", span.kind().name().toLowerCase(Locale.ROOT));
      field("status", span.status().code().name().toLowerCase(Locale.ROOT));
      field("status.message", span.status().message());
      field("scope.name", span.scope().name());
      span.events().stream()
          .map(Span.Event::name)
          .distinct()
          .limit(LIST_VALUES_MAX)
          .forEach(name -> field("event.name", name));
      unlisted("duration", "number", true);
      unlisted("parent.id", "text", span.parentId() != null);
      unlisted("timestamp", "number", true);
      unlisted("trace.id", "text", true);
      unlisted("span.id", "text", true);
      attributes(span.attributes(), span.resource());
    }
  }

  void addLogs(Collection<LogRecord> logs) {
    for (var log : logs) {
      records++;
      field("service.name", log.service());
      if (log.severity() != Severity.UNSPECIFIED) {
        field("severity", log.severity().name().toLowerCase(Locale.ROOT));
      }
      field("event.name", log.eventName());
      field("scope.name", log.scope().name());
      unlisted("body", "text", !(log.body() instanceof Value.Empty));
      unlisted("timestamp", "number", true);
      unlisted("trace.id", "text", log.traceId() != null);
      unlisted("span.id", "text", log.spanId() != null);
      attributes(log.attributes(), log.resource());
    }
  }

  long records() {
    return records;
  }

  /// How many keys there are that pass.
  int distinct(Predicate<String> wanted) {
    finishResources();
    return (int) tallies.keySet().stream().filter(wanted).count();
  }

  /// The keys that pass, those that most records have first.
  ///
  /// @param valuesMax how many values of each are listed
  /// @param value which values are listed
  List<AttributeKeysJson.Key> keys(
      Predicate<String> wanted, int valuesMax, Predicate<String> value) {
    finishResources();
    return tallies.entrySet().stream()
        .filter(entry -> wanted.test(entry.getKey()) && entry.getValue().records > 0)
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Tally> entry) -> entry.getValue().records)
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .limit(KEYS_MAX)
        .map(entry -> entry.getValue().json(entry.getKey(), records, valuesMax, value))
        .toList();
  }

  private void field(String name, String text) {
    if (!text.isEmpty()) {
      tally(name, "field").add("text", text, 1);
    }
  }

  /// A field whose values differ from record to record.
  private void unlisted(String name, String type, boolean present) {
    if (present) {
      tally(name, "field").add(type);
    }
  }

  private void attributes(Map<String, Value> own, Resource resource) {
    resources.computeIfAbsent(resource, _ -> new int[1])[0]++;
    own.forEach((key, value) -> {
      tally(key, "attribute").add(value, 1);
      var hidden = resource.attributes().get(key);
      if (hidden != null) {
        tally(key, "attribute").add(hidden, -1);
      }
    });
  }

  private void finishResources() {
    resources.forEach((resource, count) ->
        resource
            .attributes()
            .forEach((key, value) -> {
              if (!key.equals("service.name")) {
                tally(key, "resource").add(value, count[0]);
              }
            }));
    resources.clear();
  }

  private Tally tally(String key, String source) {
    return tallies.computeIfAbsent(key, _ -> new Tally(source));
  }

  /// What is known of one key.
  private static final class Tally {
    final String source;
    final TreeSet<String> types = new TreeSet<>();
    final Map<String, Integer> values = new HashMap<>();
    long records;

    Tally(String source) {
      this.source = source;
    }

    void add(String type) {
      types.add(type);
      records++;
    }

    void add(String type, String text, int count) {
      types.add(type);
      records += count;
      values.merge(text, count, Integer::sum);
    }

    void add(Value value, int count) {
      if (value instanceof Value.ListOf list) {
        types.add("list");
        records += count;
        list.values().stream()
            .map(Value::text)
            .distinct()
            .limit(LIST_VALUES_MAX)
            .forEach(text -> values.merge(text, count, Integer::sum));
      } else {
        add(typeOf(value), value.text(), count);
      }
    }

    AttributeKeysJson.Key json(String key, long all, int valuesMax, Predicate<String> wanted) {
      var present = values.entrySet().stream().filter(entry -> entry.getValue() > 0).toList();
      var listed =
          present.stream()
              .filter(entry -> entry.getKey().length() <= LISTED_CHARACTERS_MAX)
              .filter(entry -> wanted.test(entry.getKey()))
              .sorted(
                  Map.Entry.<String, Integer>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
              .limit(valuesMax)
              .map(entry -> new AttributeKeysJson.ValueCount(entry.getKey(), entry.getValue()))
              .toList();
      return new AttributeKeysJson.Key(
          key, source, List.copyOf(types), records, (double) records / all, present.size(), listed);
    }

    private static String typeOf(Value value) {
      return switch (value) {
        case Value.Text _ -> "text";
        case Value.Whole _, Value.Decimal _ -> "number";
        case Value.Flag _ -> "flag";
        case Value.ListOf _ -> "list";
        case Value.MapOf _ -> "map";
        case Value.Bytes _ -> "bytes";
        case Value.Empty _ -> "empty";
      };
    }
  }
}

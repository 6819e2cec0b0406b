package dev.bellwether.otlp;

import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what all signals are made of: attributes and their values, ids, resource and scope.
final class Values {
  /// How deep values may contain values, as OpenTelemetry's specification limits it.
  static final int DEPTH_MAX = 64;

  private static final Shape KEY_VALUE = Shape.of("key=1 value=2");
  private static final Shape ANY_VALUE =
      Shape.of(
          "stringValue=1 boolValue=2 intValue=3 doubleValue=4 arrayValue=5 kvlistValue=6"
              + " bytesValue=7");
  private static final Shape LIST = Shape.of("values[]=1");
  private static final Shape RESOURCE = Shape.of("attributes[]=1");
  private static final Shape SCOPE = Shape.of("name=1 version=2 attributes[]=3");

  private static final Resource NOBODY = new Resource(Map.of());

  private final Fields in;
  private final int attributesMax;
  private final long[] halves = new long[2];

  Values(Fields in, int attributesMax) {
    this.in = in;
    this.attributesMax = attributesMax;
  }

  /// The resource of items that came without one.
  static Resource nobody() {
    return NOBODY;
  }

  Attributes attributes() {
    return new Attributes();
  }

  Resource resource() {
    var attributes = attributes();
    in.enter();
    for (int field = in.next(RESOURCE); field != 0; field = in.next(RESOURCE)) {
      switch (field) {
        case 1 -> attributes.read();
        default -> in.skip();
      }
    }
    return new Resource(attributes.map());
  }

  Scope scope() {
    var attributes = attributes();
    var name = "";
    var version = "";
    in.enter();
    for (int field = in.next(SCOPE); field != 0; field = in.next(SCOPE)) {
      switch (field) {
        case 1 -> name = in.text();
        case 2 -> version = in.text();
        case 3 -> attributes.read();
        default -> in.skip();
      }
    }
    return new Scope(name, version, attributes.map());
  }

  /// A trace id, or null when it is absent, zero or of another length.
  @Nullable TraceId traceId() {
    return in.id(halves) == 16 && (halves[0] | halves[1]) != 0
        ? new TraceId(halves[0], halves[1])
        : null;
  }

  /// A span id, or null when it is absent, zero or of another length.
  @Nullable SpanId spanId() {
    return in.id(halves) == 8 && halves[1] != 0 ? new SpanId(halves[1]) : null;
  }

  /// A value, or null when it is nested too deep to be kept.
  @Nullable Value value() {
    return value(1);
  }

  private @Nullable Value value(int depth) {
    if (depth > DEPTH_MAX) {
      in.skip();
      return null;
    }
    @Nullable Value value = Value.EMPTY;
    in.enter();
    for (int field = in.next(ANY_VALUE); field != 0; field = in.next(ANY_VALUE)) {
      switch (field) {
        case 1 -> value = Value.of(in.text());
        case 2 -> value = Value.of(in.flag());
        case 3 -> value = Value.of(in.int64());
        case 4 -> value = Value.of(in.float64());
        case 5 -> value = list(depth);
        case 6 -> value = map(depth);
        case 7 -> value = new Value.Bytes(in.bytes());
        default -> in.skip();
      }
    }
    return value;
  }

  private @Nullable Value list(int depth) {
    List<Value> values = new ArrayList<>();
    boolean tooDeep = false;
    in.enter();
    for (int field = in.next(LIST); field != 0; field = in.next(LIST)) {
      if (field != 1) {
        in.skip();
        continue;
      }
      var value = value(depth + 1);
      tooDeep |= value == null;
      if (value != null) {
        values.add(value);
      }
    }
    return tooDeep ? null : new Value.ListOf(values);
  }

  private @Nullable Value map(int depth) {
    var pairs = new ArrayList<Map.Entry<String, Value>>();
    boolean tooDeep = false;
    in.enter();
    for (int field = in.next(LIST); field != 0; field = in.next(LIST)) {
      if (field != 1) {
        in.skip();
        continue;
      }
      tooDeep |= !keyValue(pairs, depth + 1);
    }
    return tooDeep ? null : new Value.MapOf(mapOf(pairs));
  }

  /// Of two with the same key the last one stays.
  private static Map<String, Value> mapOf(List<Map.Entry<String, Value>> pairs) {
    try {
      @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type has no other way
      Map.Entry<String, Value>[] array = pairs.toArray(new Map.Entry[0]);
      return Map.ofEntries(array);
    } catch (IllegalArgumentException _) { // a key twice, which OTLP forbids: seldom
      var map = new HashMap<String, Value>();
      pairs.forEach(pair -> map.put(pair.getKey(), pair.getValue()));
      return Map.copyOf(map);
    }
  }

  /// Reads one pair; false when its value is too deep, and the pair is left out.
  private boolean keyValue(List<Map.Entry<String, Value>> to, int depth) {
    var key = "";
    @Nullable Value value = Value.EMPTY;
    in.enter();
    for (int field = in.next(KEY_VALUE); field != 0; field = in.next(KEY_VALUE)) {
      switch (field) {
        case 1 -> key = in.text();
        case 2 -> value = value(depth);
        default -> in.skip();
      }
    }
    if (value == null) {
      return false;
    }
    to.add(Map.entry(key, value));
    return true;
  }

  /// The attributes of one item, up to the limit.
  final class Attributes {
    private final List<Map.Entry<String, Value>> pairs = new ArrayList<>();
    private int dropped;

    /// Reads the one attribute that the walk stands on.
    void read() {
      if (pairs.size() == attributesMax) {
        in.skip();
        dropped++;
      } else if (!keyValue(pairs, 1)) {
        dropped++;
      }
    }

    Map<String, Value> map() {
      return mapOf(pairs);
    }

    /// How many were too many or too deep.
    int dropped() {
      return dropped;
    }
  }
}

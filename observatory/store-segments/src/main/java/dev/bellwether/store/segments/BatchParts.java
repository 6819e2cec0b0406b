package dev.bellwether.store.segments;

import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.util.Map;

/// Writes what the records of a batch share into its tables, and refers to it from their rows.
/// Belongs to one thread.
final class BatchParts {
  static final int EMPTY = 0;
  static final int TEXT = 1;
  static final int WHOLE = 2;
  static final int DECIMAL = 3;
  static final int FALSE = 4;
  static final int TRUE = 5;
  static final int BYTES = 6;
  static final int LIST = 7;
  static final int MAP = 8;

  private final PartTable<String> texts = new PartTable<>(256, ByteWriter::writeText);
  private final PartTable<Map.Entry<String, Value>> attributes =
      new PartTable<>(256, this::describe);
  private final PartTable<TraceId> traces = new PartTable<>(64, BatchParts::describe);
  private final PartTable<Resource> resources =
      new PartTable<>(4, (out, resource) -> writeAttributes(out, resource.attributes()));
  private final PartTable<Scope> scopes = new PartTable<>(8, this::describe);

  /// The record before has the same resource and scope, mostly.
  private Resource lastResource = new Resource(Map.of());

  private int lastResourceNumber = -1;
  private Scope lastScope = Scope.NONE;
  private int lastScopeNumber = -1;

  void writeText(ByteWriter out, String text) {
    out.writeUnsigned(texts.numberOf(text));
  }

  void writeTraceId(ByteWriter out, TraceId id) {
    out.writeUnsigned(traces.numberOf(id));
  }

  @SuppressWarnings("ReferenceEquality") // the point is not to compare the contents
  void writeResource(ByteWriter out, Resource resource) {
    if (resource != lastResource || lastResourceNumber < 0) {
      lastResource = resource;
      lastResourceNumber = resources.numberOf(resource);
    }
    out.writeUnsigned(lastResourceNumber);
  }

  @SuppressWarnings("ReferenceEquality") // the point is not to compare the contents
  void writeScope(ByteWriter out, Scope scope) {
    if (scope != lastScope || lastScopeNumber < 0) {
      lastScope = scope;
      lastScopeNumber = scopes.numberOf(scope);
    }
    out.writeUnsigned(lastScopeNumber);
  }

  void writeAttributes(ByteWriter out, Map<String, Value> values) {
    out.writeUnsigned(values.size());
    for (var entry : values.entrySet()) {
      out.writeUnsigned(attributes.numberOf(entry));
    }
  }

  void writeValue(ByteWriter out, Value value) {
    switch (value) {
      case Value.Empty _ -> out.writeByte(EMPTY);
      case Value.Text(String text) -> {
        out.writeByte(TEXT);
        writeText(out, text);
      }
      case Value.Whole(long number) -> {
        out.writeByte(WHOLE);
        out.writeSigned(number);
      }
      case Value.Decimal(double number) -> {
        out.writeByte(DECIMAL);
        out.writeDouble(number);
      }
      case Value.Flag(boolean flag) -> out.writeByte(flag ? TRUE : FALSE);
      case Value.Bytes(byte[] bytes) -> {
        out.writeByte(BYTES);
        out.writeBytes(bytes);
      }
      case Value.ListOf list -> {
        out.writeByte(LIST);
        out.writeUnsigned(list.values().size());
        list.values().forEach(one -> writeValue(out, one));
      }
      case Value.MapOf map -> {
        out.writeByte(MAP);
        out.writeUnsigned(map.values().size());
        map.values()
            .forEach((key, one) -> {
              writeText(out, key);
              writeValue(out, one);
            });
      }
    }
  }

  /// Each table after those that it refers to.
  void writeTo(ByteWriter out) {
    texts.writeTo(out);
    attributes.writeTo(out);
    traces.writeTo(out);
    resources.writeTo(out);
    scopes.writeTo(out);
  }

  int bytes() {
    return texts.bytes() + attributes.bytes() + traces.bytes() + resources.bytes() + scopes.bytes();
  }

  private void describe(ByteWriter out, Map.Entry<String, Value> attribute) {
    writeText(out, attribute.getKey());
    writeValue(out, attribute.getValue());
  }

  private void describe(ByteWriter out, Scope scope) {
    writeText(out, scope.name());
    writeText(out, scope.version());
    writeAttributes(out, scope.attributes());
  }

  private static void describe(ByteWriter out, TraceId id) {
    out.writeLong(id.high());
    out.writeLong(id.low());
  }
}

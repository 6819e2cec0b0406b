package dev.bellwether.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MessageOrBuilder;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes any OTLP message as JSON, from its descriptor: what protobuf's own printer cannot do,
/// because OTLP changed the rules for ids and enumerations. Fields come in random order, and 64-bit
/// numbers as strings or numbers, because senders may do that.
final class OtlpJson {
  private static final Set<String> HEXADECIMAL = Set.of("trace_id", "span_id", "parent_span_id");

  private final Random random;

  OtlpJson(long seed) {
    this.random = new Random(seed);
  }

  String of(MessageOrBuilder message) {
    var text = new StringWriter();
    try (var out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      write(message, out);
    }
    return text.toString();
  }

  private void write(MessageOrBuilder message, JsonGenerator out) {
    out.writeStartObject();
    var fields = new ArrayList<>(message.getAllFields().entrySet());
    Collections.shuffle(fields, random);
    for (var field : fields) {
      out.writeName(field.getKey().getJsonName());
      if (field.getValue() instanceof List<?> elements) {
        out.writeStartArray();
        elements.forEach(element -> write(field.getKey(), element, out));
        out.writeEndArray();
      } else {
        write(field.getKey(), field.getValue(), out);
      }
    }
    out.writeEndObject();
  }

  private void write(FieldDescriptor field, Object value, JsonGenerator out) {
    switch (field.getType()) {
      case MESSAGE -> write((MessageOrBuilder) value, out);
      case STRING -> out.writeString((String) value);
      case BOOL -> out.writeBoolean((Boolean) value);
      case ENUM -> out.writeNumber(((EnumValueDescriptor) value).getNumber());
      case BYTES -> out.writeString(bytes(field, ((ByteString) value)));
      case DOUBLE -> decimal((Double) value, out);
      case UINT32, FIXED32 -> out.writeNumber(Integer.toUnsignedLong((Integer) value));
      case INT32, SINT32 -> out.writeNumber((Integer) value);
      case FIXED64, UINT64 -> whole(Long.toUnsignedString((Long) value), out);
      case INT64, SFIXED64 -> whole(Long.toString((Long) value), out);
      default -> throw new IllegalStateException(field.getFullName());
    }
  }

  private static String bytes(FieldDescriptor field, ByteString value) {
    return HEXADECIMAL.contains(field.getName())
        ? HexFormat.of().formatHex(value.toByteArray())
        : Base64.getEncoder().encodeToString(value.toByteArray());
  }

  private static void decimal(double value, JsonGenerator out) {
    if (Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeString(Double.toString(value));
    }
  }

  private void whole(String digits, JsonGenerator out) {
    if (random.nextBoolean()) {
      out.writeNumber(digits);
    } else {
      out.writeString(digits);
    }
  }
}

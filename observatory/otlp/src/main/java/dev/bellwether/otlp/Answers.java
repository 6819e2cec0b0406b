package dev.bellwether.otlp;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The few messages that OTLP answers with, in both encodings.
///
/// ```
/// Export…ServiceResponse  { partial_success = 1 { rejected = 1, error_message = 2 } }
/// google.rpc.Status       { code = 1, message = 2, details = 3 { Any of RetryInfo } }
/// google.rpc.RetryInfo    { retry_delay = 1 { seconds = 1 } }
/// ```
final class Answers {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";

  private Answers() {}

  static byte[] success(Exports.Outcome.Stored stored) {
    return stored.rejected() == 0
        ? new byte[0]
        : new Message()
            .message(1, new Message().number(1, stored.rejected()).text(2, stored.message()))
            .bytes();
  }

  static byte[] successJson(Signal signal, Exports.Outcome.Stored stored) {
    var json = new StringWriter();
    try (var out = JSON.createGenerator(ObjectWriteContext.empty(), json)) {
      out.writeStartObject();
      if (stored.rejected() > 0) {
        out.writeName("partialSuccess");
        out.writeStartObject();
        out.writeStringProperty(signal.rejectedName, Long.toString(stored.rejected()));
        out.writeStringProperty("errorMessage", stored.message());
        out.writeEndObject();
      }
      out.writeEndObject();
    }
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  static byte[] status(int code, String message) {
    return new Message().number(1, code).text(2, message).bytes();
  }

  static byte[] statusWithRetry(int code, String message, long retrySeconds) {
    var delay = new Message().number(1, retrySeconds);
    var retryInfo = new Message().message(1, delay);
    var any = new Message().text(1, RETRY_INFO).message(2, retryInfo);
    return new Message().number(1, code).text(2, message).message(3, any).bytes();
  }

  static byte[] statusJson(int code, String message) {
    var json = new StringWriter();
    try (var out = JSON.createGenerator(ObjectWriteContext.empty(), json)) {
      out.writeStartObject();
      out.writeNumberProperty("code", code);
      out.writeStringProperty("message", message);
      out.writeEndObject();
    }
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// A protobuf message in the making.
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint(field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String text) {
      return field(field, text.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message message) {
      return field(field, message.bytes());
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private Message field(int field, byte[] bytes) {
      varint((field << 3) | 2);
      varint(bytes.length);
      out.writeBytes(bytes);
      return this;
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        out.write((int) ((rest & 0x7F) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}

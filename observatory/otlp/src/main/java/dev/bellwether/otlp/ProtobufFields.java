package dev.bellwether.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Walks protobuf's wire format: `(number << 3 | wire type) value`, where a value is a varint (type
/// 0), 8 bytes (1), a varint length and so many bytes (2), a group (3 to 4) or 4 bytes (5).
///
/// ```
/// 0a 05            field 1, 5 bytes follow: a message
///   12 03 61 62 63   its field 2, 3 bytes: "abc"
/// ```
///
/// Stricter than protobuf's own parsers in one point: a known field with another wire type than it
/// should have is an error, not an unknown field.
final class ProtobufFields implements Fields {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH = 2;
  private static final int GROUP_START = 3;
  private static final int GROUP_END = 4;
  private static final int FOUR_BYTES = 5;

  /// Values may nest 64 deep ([Values#DEPTH_MAX]) with three messages each, in an attribute that is
  /// seven messages deep; rounded up.
  private static final int MESSAGES_MAX = 256;

  /// As deep as protobuf's own parsers follow groups, which nobody has sent since 2008.
  private static final int GROUPS_MAX = 100;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final Strings strings;
  private final int[] ends = new int[MESSAGES_MAX];
  private int depth;
  private int end;
  private int at;
  private int number;
  private int type;

  ProtobufFields(byte[] bytes) {
    this.bytes = bytes;
    this.end = bytes.length;
    this.strings = new Strings(bytes);
  }

  @Override
  public int next(Shape message) {
    if (at == end) {
      if (depth > 0) {
        end = ends[--depth];
      }
      return 0;
    }
    int tag = (int) varint();
    number = tag >>> 3;
    type = tag & 7;
    if (number == 0) {
      throw wrong("field number 0");
    }
    return number;
  }

  @Override
  public void enter() {
    int length = length();
    if (depth == MESSAGES_MAX) {
      throw wrong("messages more than %d deep".formatted(MESSAGES_MAX));
    }
    ends[depth++] = end;
    end = at + length;
  }

  @Override
  public void skip() {
    if (type == GROUP_START) {
      skipGroup();
    } else {
      skipValue();
    }
  }

  @Override
  public String text() {
    int length = length();
    at += length;
    try {
      return strings.at(at - length, length);
    } catch (CharacterCodingException e) {
      throw wrong("text is not UTF-8");
    }
  }

  @Override
  public byte[] bytes() {
    int length = length();
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  @Override
  public int id(long[] halves) {
    int length = length();
    if (length == 16) {
      halves[0] = Long.reverseBytes((long) LONG.get(bytes, at));
      halves[1] = Long.reverseBytes((long) LONG.get(bytes, at + 8));
    } else if (length == 8) {
      halves[1] = Long.reverseBytes((long) LONG.get(bytes, at));
    }
    at += length;
    return length;
  }

  @Override
  public boolean flag() {
    return int64() != 0;
  }

  @Override
  public int uint32() {
    return (int) int64();
  }

  @Override
  public int sint32() {
    int folded = (int) int64();
    return (folded >>> 1) ^ -(folded & 1);
  }

  @Override
  public int fixed32() {
    expect(FOUR_BYTES);
    require(4);
    at += 4;
    return (int) INT.get(bytes, at - 4);
  }

  @Override
  public long int64() {
    expect(VARINT);
    return varint();
  }

  @Override
  public long sfixed64() {
    return fixed64();
  }

  @Override
  public long fixed64() {
    expect(EIGHT_BYTES);
    return eightBytes();
  }

  @Override
  public double float64() {
    return Double.longBitsToDouble(fixed64());
  }

  @Override
  public int constant(int max) {
    long constant = int64();
    return 0 <= constant && constant <= max ? (int) constant : 0;
  }

  @Override
  public void fixed64s(Numbers to) {
    if (type != LENGTH) {
      to.add(fixed64());
      return;
    }
    int packedEnd = length() + at;
    while (at < packedEnd) {
      to.add(eightBytes());
    }
    if (at > packedEnd) {
      throw wrong("packed numbers end in the middle of one");
    }
  }

  @Override
  public void float64s(Numbers to) {
    fixed64s(to);
  }

  @Override
  public void uint64s(Numbers to) {
    if (type != LENGTH) {
      to.add(int64());
      return;
    }
    int packedEnd = length() + at;
    while (at < packedEnd) {
      to.add(varint());
    }
    if (at > packedEnd) {
      throw wrong("packed numbers end in the middle of one");
    }
  }

  private long eightBytes() {
    require(8);
    at += 8;
    return (long) LONG.get(bytes, at - 8);
  }

  /// The length of what follows, which lies within the message.
  private int length() {
    expect(LENGTH);
    long length = varint();
    if (length < 0 || length > end - at) {
      throw wrong("%d bytes announced, %d left".formatted(length, end - at));
    }
    return (int) length;
  }

  private long varint() {
    if (at < end && bytes[at] >= 0) {
      return bytes[at++];
    }
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      require(1);
      byte next = bytes[at++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw wrong("varint longer than 10 bytes");
  }

  private void skipValue() {
    switch (type) {
      case VARINT -> varint();
      case EIGHT_BYTES -> eightBytes();
      case LENGTH -> {
        int length = length(); // which moves on itself
        at += length;
      }
      case FOUR_BYTES -> fixed32();
      default -> throw wrong("wire type " + type);
    }
  }

  /// Skips to the end of the group that has just begun, and of those inside it. Not by recursion,
  /// so that no input is too deep for the stack.
  private void skipGroup() {
    var open = new int[GROUPS_MAX];
    open[0] = number;
    int groups = 1;
    while (groups > 0) {
      int tag = (int) varint();
      number = tag >>> 3;
      type = tag & 7;
      if (type == GROUP_START) {
        if (groups == GROUPS_MAX) {
          throw wrong("groups more than %d deep".formatted(GROUPS_MAX));
        }
        open[groups++] = number;
      } else if (type != GROUP_END) {
        skipValue();
      } else if (open[--groups] != number) {
        throw wrong("group %d ends as group %d".formatted(open[groups], number));
      }
    }
  }

  private void expect(int expected) {
    if (type != expected) {
      throw wrong("wire type %d (expected: %d)".formatted(type, expected));
    }
  }

  private void require(int count) {
    if (end - at < count) {
      throw wrong("message ends in the middle of a value");
    }
  }

  private DecodeException wrong(String what) {
    return new DecodeException("protobuf, byte %d, field %d: %s".formatted(at, number, what));
  }

  /// Strings of one request. Keys, names and most values repeat from span to span: each is decoded
  /// once and then recognised by its bytes. A place in the table is simply taken over by the next
  /// string that falls into it, so the table never grows.
  private static final class Strings {
    /// A batch of 512 spans has 100 to 1,000 different short strings.
    private static final int PLACES = 1024;

    /// Longer strings, such as statements and stack traces, repeat too seldom to compare.
    private static final int BYTES_MAX = 64;

    private final byte[] bytes;
    private final String[] texts = new String[PLACES];
    private final int[] starts = new int[PLACES];
    private final int[] lengths = new int[PLACES];

    Strings(byte[] bytes) {
      this.bytes = bytes;
    }

    String at(int start, int length) throws CharacterCodingException {
      if (length == 0) {
        return "";
      }
      if (length > BYTES_MAX) {
        return decode(start, length);
      }
      int place = place(start, length);
      if (lengths[place] == length && same(starts[place], start, length)) {
        return texts[place];
      }
      var text = decode(start, length);
      texts[place] = text;
      starts[place] = start;
      lengths[place] = length;
      return text;
    }

    /// Mixes the length with the first and the last bytes.
    private int place(int start, int length) {
      long mixed = length;
      if (length >= 8) {
        mixed = mixed * 31 + (long) LONG.get(bytes, start);
        mixed = mixed * 31 + (long) LONG.get(bytes, start + length - 8);
        mixed = mixed * 31 + (long) LONG.get(bytes, start + (length - 8) / 2);
      } else {
        for (int i = start; i < start + length; i++) {
          mixed = mixed * 31 + bytes[i];
        }
      }
      mixed *= 0x9E3779B97F4A7C15L;
      return (int) (mixed >>> 54);
    }

    private boolean same(int one, int other, int length) {
      return Arrays.equals(bytes, one, one + length, bytes, other, other + length);
    }

    /// The JDK decodes fastest where it may put U+FFFD for what is wrong; only strings that have
    /// one are looked at again.
    private String decode(int start, int length) throws CharacterCodingException {
      var text = new String(bytes, start, length, StandardCharsets.UTF_8);
      return text.indexOf('\uFFFD') < 0
          ? text
          : StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, start, length))
              .toString();
    }
  }
}

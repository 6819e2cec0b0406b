package dev.bellwether.otlp;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Walks the tokens of OTLP's JSON encoding, which is protobuf's with three changes: ids are
/// hexadecimal, enumerations are numbers only, and unknown fields are ignored. Names are in
/// lowerCamelCase; `null` is the same as absence.
final class JsonFields implements Fields {
  /// 64 values in each other make 257 levels of JSON, in an attribute that is 14 levels deep.
  private static final int NESTING_MAX = 300;

  /// The longest number that means anything is a double written out.
  private static final int NUMBER_CHARACTERS_MAX = 400;

  /// Bodies are held to a smaller limit before they get here.
  private static final int TEXT_CHARACTERS_MAX = 32 << 20;

  private static final BigInteger UNSIGNED_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
  private static final int SHOWN_CHARACTERS_MAX = 40;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(NESTING_MAX)
                  .maxNumberLength(NUMBER_CHARACTERS_MAX)
                  .maxStringLength(TEXT_CHARACTERS_MAX)
                  .build())
          .build();

  private final JsonParser parser;

  /// By depth of messages: the number of the repeated field whose array is being read, else 0.
  private final int[] arrays = new int[NESTING_MAX + 1];

  private int depth;

  JsonFields(byte[] bytes) {
    this.parser = FACTORY.createParser(ObjectReadContext.empty(), decoded(bytes));
    token();
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong("not an object");
    }
  }

  @Override
  public int next(Shape message) {
    while (true) {
      if (arrays[depth] != 0) {
        if (token() != JsonToken.END_ARRAY) {
          return arrays[depth];
        }
        arrays[depth] = 0;
      }
      if (token() == JsonToken.END_OBJECT) {
        leave();
        return 0;
      }
      var field = message.field(parser.currentName());
      var value = token();
      if (field.number() == 0) {
        skip();
      } else if (value == JsonToken.START_ARRAY && field.repeated()) {
        arrays[depth] = field.number();
      } else if (value != JsonToken.VALUE_NULL) {
        if (field.repeated()) {
          throw wrong("not an array");
        }
        return field.number();
      }
    }
  }

  @Override
  public void enter() {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong("not an object");
    }
    arrays[++depth] = 0;
  }

  @Override
  public void skip() {
    try {
      parser.skipChildren();
    } catch (JacksonException e) {
      throw broken(e);
    }
  }

  @Override
  public String text() {
    var text = string("a string");
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        requirePairs(text);
        break;
      }
    }
    return text;
  }

  @Override
  public byte[] bytes() {
    var text = string("base64");
    try {
      return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      throw wrong("'%s' (expected: base64)".formatted(shortened(text)));
    }
  }

  @Override
  public int id(long[] halves) {
    var text = string("hexadecimal digits");
    if (!text.chars().allMatch(HexFormat::isHexDigit) || text.length() % 2 != 0) {
      throw wrong("'%s' (expected: pairs of hexadecimal digits)".formatted(shortened(text)));
    }
    if (text.length() == 32) {
      halves[0] = HexFormat.fromHexDigitsToLong(text, 0, 16);
      halves[1] = HexFormat.fromHexDigitsToLong(text, 16, 32);
    } else if (text.length() == 16) {
      halves[1] = HexFormat.fromHexDigitsToLong(text);
    }
    return text.length() / 2;
  }

  @Override
  public boolean flag() {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw wrong("%s (expected: true or false)".formatted(shown()));
    };
  }

  @Override
  public int uint32() {
    return whole(0, 0xFFFF_FFFFL);
  }

  @Override
  public int sint32() {
    return whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  @Override
  public int fixed32() {
    return uint32();
  }

  @Override
  public long int64() {
    return sfixed64();
  }

  @Override
  public long sfixed64() {
    var number = whole();
    if (number.bitLength() > 63) {
      throw wrong("%s (expected: a signed 64-bit number)".formatted(shown()));
    }
    return number.longValue();
  }

  @Override
  public long fixed64() {
    var number = whole();
    if (number.signum() < 0 || number.compareTo(UNSIGNED_MAX) > 0) {
      throw wrong("%s (expected: an unsigned 64-bit number)".formatted(shown()));
    }
    return number.longValue();
  }

  @Override
  public double float64() {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return decimal().doubleValue();
    }
    return switch (scalar()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> decimal().doubleValue();
    };
  }

  @Override
  public int constant(int max) {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      throw wrong("%s (expected: the constant's number)".formatted(shown()));
    }
    int constant = whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
    return 0 <= constant && constant <= max ? constant : 0;
  }

  @Override
  public void fixed64s(Numbers to) {
    to.add(fixed64());
  }

  @Override
  public void uint64s(Numbers to) {
    to.add(fixed64());
  }

  @Override
  public void float64s(Numbers to) {
    to.add(Double.doubleToRawLongBits(float64()));
  }

  private int whole(long min, long max) {
    var number = whole();
    if (number.bitLength() > 63 || number.longValue() < min || number.longValue() > max) {
      throw wrong("%s (expected: %d to %d)".formatted(shown(), min, max));
    }
    return number.intValue();
  }

  /// A number without fraction, also when it is written as `1e3` or in quotes.
  private BigInteger whole() {
    var decimal = decimal();
    // Ten powers more than 64 bits hold: refused before they are written out.
    if ((long) decimal.precision() - decimal.scale() > 20) {
      throw wrong("%s (expected: a 64-bit number)".formatted(shown()));
    }
    try {
      return decimal.toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw wrong("%s (expected: a whole number)".formatted(shown()));
    }
  }

  private BigDecimal decimal() {
    var token = parser.currentToken();
    if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
      throw wrong("%s (expected: a number)".formatted(shown()));
    }
    var text = scalar();
    if (text.length() <= NUMBER_CHARACTERS_MAX) {
      try {
        return new BigDecimal(text);
      } catch (NumberFormatException e) {
        throw wrong("%s (expected: a number)".formatted(shown()));
      }
    }
    throw wrong("%s (expected: a number)".formatted(shown()));
  }

  private String string(String expected) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong("%s (expected: %s)".formatted(shown(), expected));
    }
    return scalar();
  }

  /// The text of a string or number. The parser reads strings only when asked, so this can fail.
  private String scalar() {
    try {
      return parser.getString();
    } catch (JacksonException e) {
      throw broken(e);
    }
  }

  private void requirePairs(String text) {
    if (!StandardCharsets.UTF_16.newEncoder().canEncode(text)) {
      throw wrong("half of a surrogate pair");
    }
  }

  private void leave() {
    if (depth > 0) {
      depth--;
    } else if (token() != null) {
      throw wrong("something follows the end");
    }
  }

  private @Nullable JsonToken token() {
    try {
      var token = parser.nextToken();
      if (token == null && depth > 0) {
        throw wrong("ends too early");
      }
      return token;
    } catch (JacksonException e) {
      throw broken(e);
    }
  }

  private String shown() {
    var token = parser.currentToken();
    return token == JsonToken.VALUE_STRING
        ? "'" + shortened(scalar()) + "'"
        : token.isScalarValue() ? shortened(scalar()) : token.name();
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN_CHARACTERS_MAX
        ? text
        : text.substring(0, SHOWN_CHARACTERS_MAX) + "…";
  }

  private DecodeException wrong(String what) {
    return new DecodeException(
        "json, %s: %s".formatted(parser.streamReadContext().pathAsPointer(), what));
  }

  private DecodeException broken(JacksonException e) {
    return wrong(shortened(String.valueOf(e.getOriginalMessage())));
  }

  private static String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new DecodeException("json: not UTF-8");
    }
  }
}

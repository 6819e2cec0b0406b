package dev.bellwether.store.segments.columns;

import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import dev.bellwether.store.query.Field.Intrinsic;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What stands in a table's filter: 64 bits for each thing that a query may ask for by name.
///
/// A fingerprint is FNV-1a over UTF-16 units (a number's four 16-bit parts, highest first), its
/// bits mixed at the end as MurmurHash3 does. It begins with one unit that says what it stands for:
///
/// | first | then | stands for |
/// |---|---|---|
/// | `o` `r` `f` | key | an attribute of the record, of its resource; a field of the record |
/// | `t` | the key's fingerprint, text | a value that reads so |
/// | `n` | the key's fingerprint, the double nearest to it | a value that is this number |
/// | `u` | the key's fingerprint | the key has values that are not in the filter |
/// | `x` | trace id | a trace |
/// | `*` | `o` or `r` | not all keys of this kind are in the filter |
///
/// What stands behind `u` and `*` is a flag: in the filter are the three fingerprints of it and the
/// numbers 0, 1 and 2, each as four units, begun with the flag's own.
final class Fingerprint {
  /// What the query language takes for a number in text, or more; `Query` decides.
  private static final Pattern NUMBER = Pattern.compile("-?\\d+([.]\\d+)?([eE][+-]?\\d+)?");

  /// Longer text is no number to the query language.
  private static final int NUMBER_CHARACTERS_MAX = 40;

  private static final int FLAG_COPIES = 3;

  private static final long FNV_START = 0xcbf2_9ce4_8422_2325L;
  private static final long FNV_PRIME = 0x100_0000_01b3L;

  /// Whose key it is.
  enum Source {
    OWN('o'),
    RESOURCE('r'),
    FIELD('f');

    private final char first;

    Source(char first) {
      this.first = first;
    }
  }

  private Fingerprint() {}

  static long key(Source source, String key) {
    return mixed(units(unit(FNV_START, source.first), key));
  }

  static long field(Intrinsic field) {
    return key(Source.FIELD, field.written());
  }

  static long text(long key, String text) {
    return mixed(units(numberUnits(unit(FNV_START, 't'), key), text));
  }

  static long number(long key, double number) {
    // Minus zero is zero, to people and to the query language.
    var bits = Double.doubleToLongBits(number == 0 ? 0 : number);
    return mixed(numberUnits(numberUnits(unit(FNV_START, 'n'), key), bits));
  }

  /// Not all keys of this kind are in the filter.
  static long uncovered(Source source) {
    return mixed(unit(unit(FNV_START, '*'), source.first));
  }

  static long uncovered(long key) {
    return mixed(numberUnits(unit(FNV_START, 'u'), key));
  }

  /// A filter that is wrong about a flag rules nothing out any more, so a flag stands in it three
  /// times: it is wrong about one in a million.
  static boolean hasFlag(Section filter, long flag) {
    for (var copy = 0; copy < FLAG_COPIES; copy++) {
      if (!BloomFilter.mayContain(filter, copy(flag, copy))) {
        return false;
      }
    }
    return true;
  }

  private static void addFlag(BloomFilter filter, long flag) {
    for (var copy = 0; copy < FLAG_COPIES; copy++) {
      filter.add(copy(flag, copy));
    }
  }

  private static long copy(long flag, int copy) {
    return mixed(numberUnits(flag, copy));
  }

  static long trace(TraceId id) {
    return mixed(numberUnits(numberUnits(unit(FNV_START, 'x'), id.high()), id.low()));
  }

  /// Adds a key and its values, or says that not all of them found room.
  ///
  /// @param filterMax how many entries the filter may have
  static void addAll(BloomFilter filter, int filterMax, long key, Iterable<Value> values) {
    filter.add(key);
    for (var value : values) {
      if (filter.size() >= filterMax) {
        addFlag(filter, uncovered(key));
        return;
      }
      add(filter, key, value);
    }
  }

  /// Adds maps of keys and values, or says that not all keys found room.
  static void addAll(
      BloomFilter filter, int filterMax, Source source, Iterable<Map<String, Value>> maps) {
    for (var map : maps) {
      for (var entry : map.entrySet()) {
        if (filter.size() >= filterMax) {
          addFlag(filter, uncovered(source));
          return;
        }
        addAll(filter, filterMax, key(source, entry.getKey()), List.of(entry.getValue()));
      }
    }
  }

  /// Adds everything that a condition may ask of the value: how it reads and which number it is; of
  /// a list that of its values, for one of them matches for the list.
  static void add(BloomFilter filter, long key, Value value) {
    switch (value) {
      case Value.ListOf(List<Value> values) -> values.forEach(one -> add(filter, key, one));
      case Value.Text(String text) -> {
        filter.add(text(key, text));
        if (text.length() <= NUMBER_CHARACTERS_MAX && NUMBER.matcher(text).matches()) {
          filter.add(number(key, Double.parseDouble(text)));
        }
      }
      case Value.Whole(long number) -> {
        filter.add(text(key, value.text()));
        filter.add(number(key, (double) number));
      }
      case Value.Decimal(double number) -> {
        filter.add(text(key, value.text()));
        filter.add(number(key, number));
      }
      case Value.Flag _, Value.Bytes _, Value.MapOf _, Value.Empty _ ->
          filter.add(text(key, value.text()));
    }
  }

  private static long units(long hash, String text) {
    var result = hash;
    for (var i = 0; i < text.length(); i++) {
      result = unit(result, text.charAt(i));
    }
    return result;
  }

  private static long numberUnits(long hash, long number) {
    var result = hash;
    for (var shift = Long.SIZE - Character.SIZE; shift >= 0; shift -= Character.SIZE) {
      result = unit(result, (char) (number >>> shift));
    }
    return result;
  }

  private static long unit(long hash, char unit) {
    return (hash ^ unit) * FNV_PRIME;
  }

  private static long mixed(long hash) {
    var result = (hash ^ (hash >>> 33)) * 0xff51_afd7_ed55_8ccdL;
    result = (result ^ (result >>> 33)) * 0xc4ce_b9fe_1a85_ec53L;
    return result ^ (result >>> 33);
  }
}

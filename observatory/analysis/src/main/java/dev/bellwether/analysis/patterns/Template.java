package dev.bellwether.analysis.patterns;

import dev.bellwether.analysis.patterns.Pattern.Example;
import dev.bellwether.analysis.patterns.Pattern.MinuteCount;
import dev.bellwether.analysis.patterns.Pattern.Part;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.LogRecord.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A template while lines are counted for it: it becomes more general when a line differs in a
/// word.
final class Template {
  /// Lines of more words need a smaller share of them in common.
  private static final double SIMILARITY_MIN = 0.4;

  /// Half is not enough: `user bob logged in` and `user bob changed password`.
  private static final double SIMILARITY_MIN_SHORT = 0.6;

  private static final int SHORT_WORDS_MAX = 4;

  private static final int EXAMPLES_MAX = 3;
  private static final int EXAMPLE_CHARACTERS_MAX = 1_000;

  private static final int TOP_VALUES_MAX = 10;

  private final Severity severity;
  private final String[] words;
  private final long[] hashes;
  private final Kind[] kinds;
  private final boolean[] spaces;
  private final @Nullable TopValues[] parts;
  private final NavigableMap<Long, long[]> minutes = new TreeMap<>();
  private final List<Example> examples = new ArrayList<>();
  private long lastMinute = Long.MIN_VALUE;
  private long[] lastCount = new long[1];
  private long count;
  private long lastUse;
  private @Nullable Template mergedInto;
  private String text = "";

  Template(Severity severity, LineScanner line) {
    int tokens = line.count();
    this.severity = severity;
    this.words = new String[tokens];
    this.hashes = new long[tokens];
    this.kinds = new Kind[tokens];
    this.spaces = new boolean[tokens];
    this.parts = new TopValues[tokens];
    for (int i = 0; i < tokens; i++) {
      kinds[i] = line.kind(i);
      hashes[i] = line.hash(i);
      words[i] = kinds[i].varies() ? kinds[i].mask() : line.text(i);
      spaces[i] = line.hasSpaceBefore(i);
    }
    this.text = written();
  }

  /// A template of one token, which is a name.
  Template(Severity severity, String name) {
    this.severity = severity;
    this.words = new String[] {name};
    this.hashes = new long[] {Hash.of(name)};
    this.kinds = new Kind[] {Kind.WORD};
    this.spaces = new boolean[1];
    this.parts = new TopValues[1];
    this.text = name;
  }

  Severity severity() {
    return severity;
  }

  /// What it reads like.
  String text() {
    return text;
  }

  long count() {
    return count;
  }

  long lastUse() {
    return lastUse;
  }

  int tokens() {
    return words.length;
  }

  boolean isWord(int token) {
    return kinds[token] == Kind.WORD;
  }

  /// A number, an address or another thing that is what it is by its form.
  boolean isMask(int token) {
    return kinds[token].varies() && kinds[token] != Kind.ANYTHING;
  }

  boolean varies(int token) {
    return kinds[token] == Kind.ANYTHING;
  }

  /// The template that it became part of, else itself.
  Template current() {
    var current = this;
    while (current.mergedInto != null) {
      current = current.mergedInto;
    }
    return current;
  }

  /// How alike, 0 to 1; 0 where signs differ or too few words agree to be the same.
  double similarity(LineScanner line) {
    int wordsThere = 0;
    int equal = 0;
    for (int i = 0; i < words.length; i++) {
      boolean sign = kinds[i] == Kind.SIGN;
      if (sign != (line.kind(i) == Kind.SIGN) || (sign && hashes[i] != line.hash(i))) {
        return 0;
      }
      if (!sign) {
        wordsThere++;
        equal += hashes[i] == line.hash(i) ? 1 : 0;
      }
    }
    double similarity = wordsThere == 0 ? 1 : (double) equal / wordsThere;
    double min = wordsThere <= SHORT_WORDS_MAX ? SIMILARITY_MIN_SHORT : SIMILARITY_MIN;
    return similarity >= min ? similarity : 0;
  }

  /// Makes every word vary in which the line differs.
  ///
  /// @return whether anything changed
  boolean generalize(LineScanner line) {
    boolean changed = false;
    for (int i = 0; i < words.length; i++) {
      if (kinds[i] == Kind.WORD && hashes[i] != line.hash(i)) {
        vary(i);
        changed = true;
      } else if (kinds[i].varies() && line.kind(i) != kinds[i] && kinds[i] != Kind.ANYTHING) {
        kinds[i] = Kind.ANYTHING;
        words[i] = Kind.ANYTHING.mask();
        changed = true;
      }
    }
    if (changed) {
      text = written();
    }
    return changed;
  }

  void vary(int token) {
    var values = new TopValues();
    values.add(words[token], hashes[token], count);
    parts[token] = values;
    words[token] = Kind.ANYTHING.mask();
    kinds[token] = Kind.ANYTHING;
    hashes[token] = LineScanner.VARIABLE;
    text = written();
  }

  /// Counts a line that reads like it.
  ///
  /// @param use grows with every line
  void add(LogRecord record, LineScanner line, boolean isName, long use) {
    addCount(record.effectiveNanos() / 60_000_000_000L, 1);
    lastUse = use;
    if (!isName && line.count() == words.length) {
      for (int i = 0; i < words.length; i++) {
        if (kinds[i].varies()) {
          part(i).add(line, i);
        }
      }
    }
    addExample(record);
  }

  /// Takes over what another one counted, and stands for it from now on.
  void absorb(Template other) {
    other.mergedInto = this;
    other.minutes.forEach((minute, more) -> addCount(minute, more[0]));
    lastUse = Math.max(lastUse, other.lastUse);
    if (other.words.length == words.length) {
      for (int i = 0; i < words.length; i++) {
        absorbPart(i, other);
      }
    }
    other.examples.forEach(this::addExample);
  }

  /// Forgets minutes before this one.
  void forgetBefore(long minute) {
    var old = minutes.headMap(minute, false);
    old.values().forEach(minuteCount -> count -= minuteCount[0]);
    old.clear();
  }

  long count(long fromMinute, long toMinute) {
    return minutes.subMap(fromMinute, toMinute).values().stream().mapToLong(c -> c[0]).sum();
  }

  /// Equal for templates that differ only in how many values follow each other, with or without a
  /// sign between them.
  long collapsedHash() {
    long hash = Hash.with(Hash.START, Hash.of(severity));
    boolean afterVariable = false;
    for (int i = 0; i < words.length; i++) {
      if (kinds[i].varies()) {
        if (!afterVariable) {
          hash = Hash.with(hash, LineScanner.VARIABLE);
        }
        afterVariable = true;
      } else if (!(afterVariable && isBetweenValues(i))) {
        hash = Hash.with(hash, hashes[i]);
        afterVariable = false;
      }
    }
    return hash;
  }

  /// Equal for templates that differ in nothing but that token.
  long hashWithout(int token) {
    long hash = Hash.with(Hash.with(Hash.START, Hash.of(severity)), token);
    for (int i = 0; i < words.length; i++) {
      hash = Hash.with(hash, i == token ? LineScanner.VARIABLE : hashes[i]);
    }
    return hash;
  }

  Pattern pattern(long id, String service, long fromMinute, long toMinute) {
    var counts =
        minutes.subMap(fromMinute, toMinute).entrySet().stream()
            .map(entry -> new MinuteCount(entry.getKey(), entry.getValue()[0]))
            .toList();
    var shown = new ArrayList<Part>();
    for (int i = 0; i < parts.length; i++) {
      var part = parts[i];
      if (part != null) {
        shown.add(new Part(words[i], part.seen(), part.top(TOP_VALUES_MAX)));
      }
    }
    return new Pattern(
        id, service, severity, text, count(fromMinute, toMinute), counts, shown, examples);
  }

  private void absorbPart(int token, Template other) {
    var theirs = other.parts[token];
    if (theirs != null) {
      part(token).add(theirs);
    } else if (kinds[token].varies() && other.kinds[token] == Kind.WORD) {
      part(token).add(other.words[token], other.hashes[token], other.count);
    }
  }

  private TopValues part(int token) {
    var part = parts[token];
    if (part == null) {
      part = new TopValues();
      parts[token] = part;
    }
    return part;
  }

  private void addCount(long minute, long more) {
    if (minute != lastMinute) {
      lastCount = minutes.computeIfAbsent(minute, _ -> new long[1]);
      lastMinute = minute;
    }
    lastCount[0] += more;
    count += more;
  }

  private void addExample(LogRecord record) {
    if (examples.size() == EXAMPLES_MAX && record.traceId() == null) {
      return;
    }
    var body = record.body().text();
    addExample(
        new Example(
            record.effectiveNanos(),
            body.substring(0, Math.min(EXAMPLE_CHARACTERS_MAX, body.length())),
            record.traceId(),
            record.spanId()));
  }

  private void addExample(Example example) {
    // Those with a trace first, then the latest.
    if (examples.size() == EXAMPLES_MAX) {
      var worst = examples.stream().min(BY_WORTH).orElseThrow();
      if (BY_WORTH.compare(example, worst) <= 0) {
        return;
      }
      examples.remove(worst);
    }
    examples.add(example);
  }

  private static final Comparator<Example> BY_WORTH =
      Comparator.<Example, Boolean>comparing(example -> example.traceId() != null)
          .thenComparingLong(Example::timeNanos)
          .thenComparing(Example::text);

  private boolean isBetweenValues(int token) {
    return kinds[token] == Kind.SIGN
        && token + 1 < kinds.length
        && kinds[token + 1].varies()
        && ",;:|/-".contains(words[token]);
  }

  private String written() {
    var written = new StringBuilder();
    for (int i = 0; i < words.length; i++) {
      if (spaces[i] && i > 0) {
        written.append(' ');
      }
      written.append(words[i]);
    }
    return written.toString();
  }
}

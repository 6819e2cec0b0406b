package dev.bellwether.analysis.patterns;

import dev.bellwether.analysis.patterns.Pattern.Example;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.LogRecord.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

  static final int EXAMPLES_MAX = 3;
  private static final int EXAMPLE_CHARACTERS_MAX = 1_000;

  private final Severity severity;
  private final Origin origin;
  private final String[] words;
  private final long[] hashes;
  private final Kind[] kinds;
  private final boolean[] spaces;
  private final boolean[] plain;
  private final boolean[] quoted;
  private final @Nullable TopValues[] parts;
  private final NavigableMap<Long, long[]> steps = new TreeMap<>();
  private final List<Example> examples = new ArrayList<>();
  private long lastStep = Long.MIN_VALUE;
  private long[] lastCount = new long[1];

  /// Lines of which values and examples were taken.
  private long read;

  /// Not only lines to compare with were seen.
  private boolean current;

  private boolean cut;
  private long lastUse;
  private @Nullable Template mergedInto;
  private String text = "";

  Template(Severity severity, LineScanner line) {
    int tokens = line.count();
    this.severity = severity;
    this.origin = Origin.LINE;
    this.words = new String[tokens];
    this.hashes = new long[tokens];
    this.kinds = new Kind[tokens];
    this.spaces = new boolean[tokens];
    this.plain = new boolean[tokens];
    this.quoted = new boolean[tokens];
    this.parts = new TopValues[tokens];
    for (int i = 0; i < tokens; i++) {
      kinds[i] = line.kind(i);
      hashes[i] = line.hash(i);
      words[i] = kinds[i].varies() ? kinds[i].mask() : line.text(i);
      spaces[i] = line.hasSpaceBefore(i);
      plain[i] = line.isPlainBefore(i);
      quoted[i] = line.isQuoted(i);
    }
    this.text = written();
  }

  /// A template of one token, which is a name.
  Template(Severity severity, String name, Origin origin) {
    this.severity = severity;
    this.origin = origin;
    this.words = new String[] {name};
    this.hashes = new long[] {Hash.of(name)};
    this.kinds = new Kind[] {Kind.WORD};
    this.spaces = new boolean[1];
    this.plain = new boolean[1];
    this.quoted = new boolean[1];
    this.parts = new TopValues[1];
    this.text = name;
  }

  Severity severity() {
    return severity;
  }

  Origin origin() {
    return origin;
  }

  /// What it reads like.
  String text() {
    return text;
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

  /// What stands there is not part of what the template reads like.
  boolean isPart(int token) {
    return kinds[token].varies();
  }

  String word(int token) {
    return words[token];
  }

  @Nullable TopValues values(int token) {
    return parts[token];
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
      plain[i] &= line.isPlainBefore(i);
      quoted[i] |= line.isQuoted(i);
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
    if (read > 0) {
      values.add(words[token], hashes[token], read);
    }
    parts[token] = values;
    words[token] = Kind.ANYTHING.mask();
    kinds[token] = Kind.ANYTHING;
    hashes[token] = LineScanner.VARIABLE;
    text = written();
  }

  /// Counts a line that reads like it.
  ///
  /// @param earlier it is only to compare with: its values and text are of interest while there are
  ///   no others
  /// @param use grows with every line
  void add(LogRecord record, LineScanner line, long step, boolean earlier, long use) {
    addCount(step, 1);
    lastUse = use;
    if (earlier && current) {
      return;
    }
    if (!earlier) {
      becomeCurrent();
    }
    read++;
    if (origin == Origin.LINE && line.count() == words.length) {
      cut |= line.isCut();
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
    other.steps.forEach((step, more) -> addCount(step, more[0]));
    lastUse = Math.max(lastUse, other.lastUse);
    if (other.current) {
      becomeCurrent();
    }
    absorbForm(other);
    if (other.current == current) {
      read += other.read;
      if (other.words.length == words.length) {
        for (int i = 0; i < words.length; i++) {
          absorbPart(i, other);
        }
      }
      other.examples.forEach(this::addExample);
    }
  }

  /// Forgets what only earlier lines had.
  private void becomeCurrent() {
    if (!current) {
      current = true;
      read = 0;
      examples.clear();
      Arrays.fill(parts, null);
    }
  }

  private void absorbForm(Template other) {
    cut |= other.cut;
    boolean same = other.words.length == words.length;
    for (int i = 0; i < words.length; i++) {
      plain[i] &= same ? other.plain[i] : other.isPlain();
      quoted[i] |= same && other.quoted[i];
    }
  }

  private boolean isPlain() {
    for (boolean each : plain) {
      if (!each) {
        return false;
      }
    }
    return true;
  }

  /// Forgets steps before this one.
  void forgetBefore(long step) {
    steps.headMap(step, false).clear();
    lastStep = Long.MIN_VALUE;
  }

  long count(long first, long end) {
    return counts(first, end).values().stream().mapToLong(count -> count[0]).sum();
  }

  /// Lines of each step from `first` to before `end` that has any.
  Map<Long, long[]> counts(long first, long end) {
    return steps.subMap(first, Math.max(first, end));
  }

  List<Example> examples() {
    return examples;
  }

  /// What stands before, between and behind the variable parts.
  List<String> pieces() {
    var pieces = new ArrayList<String>();
    var piece = new StringBuilder();
    for (int i = 0; i < words.length; i++) {
      piece.append(spaces[i] && i > 0 ? " " : "");
      if (kinds[i].varies()) {
        pieces.add(piece.toString());
        piece.setLength(0);
      } else {
        piece.append(words[i]);
      }
    }
    pieces.add(piece.toString());
    return pieces;
  }

  /// The same as text of the query language, with a star where lines are not all written alike.
  List<String> bodyPieces() {
    var pieces = new ArrayList<String>();
    var piece = new StringBuilder();
    for (int i = 0; i < words.length; i++) {
      boolean constant = !kinds[i].varies();
      if (i > 0 && plain[i]) {
        piece.append(spaces[i] ? " " : "");
      } else if (i > 0 && constant && !kinds[i - 1].varies()) {
        piece.append('*');
      }
      if (constant) {
        boolean first = piece.isEmpty() ? i == 0 : piece.charAt(piece.length() - 1) == ' ';
        piece.append(PatternFilter.escaped(words[i], first));
      } else {
        pieces.add(piece.toString());
        piece.setLength(0);
      }
    }
    pieces.add(piece + (cut ? "*" : ""));
    return pieces;
  }

  List<Boolean> quotedParts() {
    var parts = new ArrayList<Boolean>();
    for (int i = 0; i < words.length; i++) {
      if (kinds[i].varies()) {
        parts.add(quoted[i]);
      }
    }
    return parts;
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

  private void absorbPart(int token, Template other) {
    var theirs = other.parts[token];
    if (theirs != null) {
      part(token).add(theirs);
    } else if (kinds[token].varies() && other.kinds[token] == Kind.WORD) {
      part(token).add(other.words[token], other.hashes[token], other.read);
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

  private void addCount(long step, long more) {
    if (step != lastStep) {
      lastCount = steps.computeIfAbsent(step, _ -> new long[1]);
      lastStep = step;
    }
    lastCount[0] += more;
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

  static final Comparator<Example> BY_WORTH =
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

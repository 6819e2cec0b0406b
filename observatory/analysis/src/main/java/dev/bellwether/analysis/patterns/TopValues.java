package dev.bellwether.analysis.patterns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The most frequent values of a variable part, in constant room (Metwally's Space-Saving): a value
/// that is not among those kept takes the place and the count of the rarest. A value that makes up
/// more than a sixteenth of all is always kept; counts are too high by at most what the values that
/// stood there before had.
final class TopValues {
  private static final int KEPT_MAX = 16;

  /// As much of a value as somebody reads.
  private static final int TEXT_MAX = 120;

  private final long[] hashes = new long[KEPT_MAX];
  private final long[] counts = new long[KEPT_MAX];
  private final long[] inherited = new long[KEPT_MAX];
  private final String[] texts = new String[KEPT_MAX];
  private int used;
  private long seen;

  void add(LineScanner line, int token) {
    add(line.textHash(token), 1, line, token);
  }

  /// Values of another part that turned out to be the same one.
  void add(TopValues other) {
    seen += other.seen;
    for (int i = 0; i < other.used; i++) {
      int at = place(other.hashes[i]);
      if (isOther(at, other.hashes[i])) {
        settle(at, other.hashes[i], other.texts[i]);
      }
      counts[at] += other.counts[i];
      inherited[at] += other.inherited[i];
    }
  }

  /// Adds a value that is known as text, a word that turned out to vary.
  void add(String text, long hash, long count) {
    seen += count;
    int at = place(hash);
    if (isOther(at, hash)) {
      settle(at, hash, shortened(text));
    }
    counts[at] += count;
  }

  long seen() {
    return seen;
  }

  /// The most frequent first; none whose count is for the greater part that of others.
  List<Pattern.ValueCount> top(int max) {
    var top = new ArrayList<Pattern.ValueCount>();
    for (int i = 0; i < used; i++) {
      if (2 * inherited[i] < counts[i]) {
        top.add(new Pattern.ValueCount(texts[i], counts[i]));
      }
    }
    top.sort(
        Comparator.comparingLong(Pattern.ValueCount::count)
            .reversed()
            .thenComparing(Pattern.ValueCount::value));
    return List.copyOf(top.subList(0, Math.min(max, top.size())));
  }

  private void add(long hash, long count, LineScanner line, int token) {
    seen += count;
    int at = place(hash);
    if (isOther(at, hash)) {
      settle(at, hash, shortened(line.text(token)));
    }
    counts[at] += count;
  }

  private boolean isOther(int at, long hash) {
    return texts[at] == null || hashes[at] != hash;
  }

  private void settle(int at, long hash, String text) {
    hashes[at] = hash;
    texts[at] = text;
    inherited[at] = counts[at];
  }

  /// Where the value is, or is to be put.
  private int place(long hash) {
    int rarest = 0;
    for (int i = 0; i < used; i++) {
      if (hashes[i] == hash) {
        return i;
      }
      if (counts[i] < counts[rarest]) {
        rarest = i;
      }
    }
    return used < KEPT_MAX ? used++ : rarest;
  }

  private static String shortened(String text) {
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "…";
  }
}

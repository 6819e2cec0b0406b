package dev.bellwether.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Sums of ten minutes, of hours and of days, each made once and kept until one of its minutes
/// changes: what a map of weeks is drawn from. Not thread-safe.
///
/// ```
///  9:57  9:58  9:59 │    10:00 to 10:59    │ 11:00 to 11:09 │ 11:10  11:11     nine blocks
/// ```
final class MinuteSums {
  /// In minutes. Days are those of UTC.
  private static final int[] LENGTHS = {10, 60, 24 * 60};

  private static final int HOUR = 60;

  /// Of some 2 KB each. Twenty days of a system with 25 edges and services are 500.
  private static final int TALLIES_MAX = 8_000;

  /// Reads a minute; nothing where nothing happened.
  private final LongFunction<@Nullable Minute> minutes;

  /// For each length, the one used longest ago first.
  private final List<Map<Long, Minute>> kept = new ArrayList<>();

  private int tallies;

  /// Some minutes that are summed together: one, or as many as there is a length for.
  record Block(long first, int length) {
    private Block around(int longer) {
      return new Block(Math.floorDiv(first, longer) * longer, longer);
    }

    private long last() {
      return first + length - 1;
    }
  }

  MinuteSums(LongFunction<@Nullable Minute> minutes) {
    this.minutes = minutes;
    for (var _ : LENGTHS) {
      kept.add(new LinkedHashMap<>(16, 0.75f, true));
    }
  }

  /// The sum of all minutes from `first` to `last`.
  Minute sum(long first, long last) {
    var sum = new Minute(first);
    for (var block : blocks(first, last)) {
      read(block, sum::add);
    }
    return sum;
  }

  /// What is to be summed for [#sum], an hour or a day each: in this order none of it is long work.
  List<Block> missing(long first, long last) {
    var missing = new ArrayList<Block>();
    for (var block : blocks(first, last)) {
      if (block.length >= HOUR && !isKept(block)) {
        if (block.length > HOUR) {
          parts(block).stream().filter(hour -> !isKept(hour)).forEach(missing::add);
        }
        missing.add(block);
      }
    }
    return missing;
  }

  /// Sums a block and keeps it.
  void prepare(Block block) {
    read(block, _ -> {});
  }

  /// A minute is not what it was any more.
  void changed(long minute) {
    for (int level = 0; level < LENGTHS.length; level++) {
      forget(level, new Block(minute, 1).around(LENGTHS[level]).first);
    }
  }

  /// Minutes before this one are forgotten.
  void forgetBefore(long minute) {
    for (int level = 0; level < LENGTHS.length; level++) {
      for (long first : List.copyOf(kept.get(level).keySet())) {
        if (first < minute) {
          forget(level, first);
        }
      }
    }
  }

  private void read(Block block, Consumer<Minute> reader) {
    if (block.length == 1) {
      var minute = minutes.apply(block.first);
      if (minute != null) {
        minute.summed = true;
        reader.accept(minute);
      }
      return;
    }
    int level = level(block);
    var sum = kept.get(level).get(block.first);
    if (sum == null) {
      sum = new Minute(block.first);
      for (var part : parts(block)) {
        read(part, sum::add);
      }
      keep(level, sum);
    }
    reader.accept(sum);
  }

  private boolean isKept(Block block) {
    return kept.get(level(block)).containsKey(block.first);
  }

  /// The shortest ones leave first: they are made again soonest.
  private void keep(int level, Minute sum) {
    kept.get(level).put(sum.number, sum);
    tallies += tallies(sum);
    for (int each = 0; each < LENGTHS.length; each++) {
      while (tallies > TALLIES_MAX && !kept.get(each).isEmpty()) {
        forget(each, kept.get(each).keySet().iterator().next());
      }
    }
  }

  private void forget(int level, long first) {
    var sum = kept.get(level).remove(first);
    tallies -= sum == null ? 0 : tallies(sum);
  }

  private static int tallies(Minute sum) {
    return 1 + sum.edges.size() + sum.services.size();
  }

  private static int level(Block block) {
    int level = 0;
    while (LENGTHS[level] != block.length) {
      level++;
    }
    return level;
  }

  private static List<Block> parts(Block block) {
    int level = level(block);
    int length = level == 0 ? 1 : LENGTHS[level - 1];
    var parts = new ArrayList<Block>();
    for (long first = block.first; first <= block.last(); first += length) {
      parts.add(new Block(first, length));
    }
    return parts;
  }

  private static List<Block> blocks(long first, long last) {
    var blocks = new ArrayList<Block>();
    for (long at = first; at <= last; at = blocks.getLast().last() + 1) {
      var longest = new Block(at, 1);
      for (int length : LENGTHS) {
        var longer = longest.around(length);
        longest = longer.first == at && longer.last() <= last ? longer : longest;
      }
      blocks.add(longest);
    }
    return blocks;
  }
}

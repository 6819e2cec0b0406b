package dev.bellwether.analysis.patterns;

import dev.bellwether.model.LogRecord;
import dev.bellwether.store.Deadline;
import dev.bellwether.store.LogReader;
import dev.bellwether.store.TimeRange;
import dev.bellwether.store.query.Query;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads log records from the store, page by page and the newest first, until there are enough of
/// them or the time is over, and finds their patterns. One for each question; not thread-safe.
public final class PatternReader {
  /// A page of records takes about 10 MB.
  private static final int PAGE_RECORDS_MAX = 5_000;

  /// As many columns as a picture of the size of a word can show.
  private static final int STEPS = 60;

  private final LogReader logs;
  private final Query asked;
  private final int recordsMax;
  private final Deadline deadline;

  /// @param recordsMax how many at the most of each of the two times
  /// @param time after which no further page is read
  public PatternReader(LogReader logs, Query asked, int recordsMax, Duration time) {
    this.logs = logs;
    this.asked = asked;
    this.recordsMax = recordsMax;
    this.deadline = new Deadline(time);
  }

  /// What was found.
  ///
  /// @param steps that the counts of the patterns are by
  /// @param before what the window was compared with; absent where it was not
  public record Found(
      Steps steps,
      Reach window,
      @Nullable Reach before,
      List<Pattern> patterns,
      List<Change> changes) {
    public Found {
      patterns = List.copyOf(patterns);
      changes = List.copyOf(changes);
    }
  }

  /// How far the reading of a time got.
  ///
  /// @param range what was read of it: its end, where there was too much
  /// @param truncated there may be more records, before the range
  /// @param complete false where the time was over first
  public record Reach(TimeRange range, long records, boolean truncated, boolean complete) {}

  /// The patterns of a window alone.
  public Found read(TimeRange window) {
    var steps = Steps.of(window, STEPS);
    var miner = new PatternMiner(steps);
    var reach = read(window, steps, miner::add);
    return new Found(steps, reach, null, miner.patterns(reach.range), List.of());
  }

  /// The patterns of a window, and what changed since the time before that is as long.
  ///
  /// @param oldestNanos nothing was stored that is older; a time of which nothing can be known is
  ///   not compared with
  public Found readAndCompare(TimeRange window, long oldestNanos) {
    var steps = Steps.of(window, STEPS);
    var miner = new PatternMiner(steps);
    var reach = read(window, steps, miner::add);
    var earlier = before(reach.range, steps.nextStartNanos(oldestNanos));
    boolean wholeSteps = steps.nextStartNanos(earlier.toNanos()) == earlier.toNanos();
    if (reach.records == 0 || !wholeSteps || isEmpty(earlier)) {
      return new Found(steps, reach, null, miner.patterns(reach.range), List.of());
    }
    var before = read(earlier, steps, miner::addEarlier);
    return new Found(
        steps,
        reach,
        before,
        miner.patterns(reach.range),
        miner.changes(before.range, reach.range));
  }

  private static TimeRange before(TimeRange range, long oldestNanos) {
    long length = range.toNanos() - range.fromNanos();
    long from = Math.max(Math.max(0, oldestNanos), range.fromNanos() - length);
    return new TimeRange(Math.min(from, range.fromNanos()), range.fromNanos());
  }

  private boolean isEmpty(TimeRange range) {
    return range.fromNanos() == range.toNanos()
        || logs.logs(range, Query.EVERYTHING, 1).items().isEmpty();
  }

  private Reach read(TimeRange range, Steps steps, Consumer<LogRecord> miner) {
    long to = range.toNanos();
    long records = 0;
    boolean skipped = false;
    while (to > range.fromNanos()) {
      if (deadline.isOver()) {
        return reach(range, to, steps, records, false);
      }
      int limit = (int) Math.min(PAGE_RECORDS_MAX, recordsMax - records);
      var page = logs.logs(new TimeRange(range.fromNanos(), to), asked, limit);
      var items = page.items();
      long oldest =
          page.truncated() && !items.isEmpty()
              ? items.getLast().effectiveNanos()
              : range.fromNanos();
      // What has the time of the last one may go on in the next page: it is read again with that.
      boolean again =
          page.truncated() && !items.isEmpty() && items.getFirst().effectiveNanos() > oldest;
      for (var record : items) {
        if (!again || record.effectiveNanos() > oldest) {
          miner.accept(record);
          records++;
        }
      }
      boolean complete = page.effort().complete();
      if (page.truncated() && (records >= recordsMax - 1 || !complete)) {
        return reach(range, oldest, steps, records, complete);
      }
      // More records of one moment than a page holds cannot be told apart.
      skipped |= page.truncated() && !again;
      to = again ? oldest + 1 : oldest;
    }
    return new Reach(range, records, skipped, true);
  }

  /// From the first step on that was read as a whole, where there is one.
  private static Reach reach(
      TimeRange range, long readFromNanos, Steps steps, long records, boolean complete) {
    long whole = steps.nextStartNanos(readFromNanos);
    var read = new TimeRange(whole < range.toNanos() ? whole : readFromNanos, range.toNanos());
    return new Reach(read, records, true, complete);
  }
}

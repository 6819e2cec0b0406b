package dev.bellwether.analysis;

import dev.bellwether.store.TimeRange;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The hours that are over, on disk: their slots of 10 seconds by the hour, and the sums of 5
/// minutes by the day, which answer for long times.
///
/// Many threads may use it.
final class RedArchives {
  private static final int COARSE_SLOTS = 30;
  private static final int COARSE_PER_HOUR = RedHour.SLOTS / COARSE_SLOTS;
  private static final long DAY_HOURS = 24;
  private static final int COARSE_PER_DAY = (int) DAY_HOURS * COARSE_PER_HOUR;

  static final long COARSE_NANOS = COARSE_SLOTS * RedHour.SLOT_NANOS;

  private final RedArchive hours;
  private final RedArchive days;

  /// Says where to add a cell; nothing where it is not wanted.
  interface Sums {
    @Nullable RedCell of(int series, long startNanos);
  }

  RedArchives(ViewStorage storage) {
    hours = new RedArchive(storage, "hour-", RedHour.SLOTS);
    days = new RedArchive(storage, "day-", COARSE_PER_DAY);
  }

  /// An hour as it was kept last, or an empty one.
  RedHour hour(long number) {
    var hour = new RedHour(number);
    if (!hours.chunks(number, number).isEmpty()) {
      hours.visit(
          number,
          (series, slot, length, cell) -> {
            hour.slot(series, slot).load(cell.raw(length));
            return true;
          });
    }
    return hour;
  }

  /// Hands over what changed in an hour behind a turn, and the sums that it changes.
  void save(RedHour hour, long keptTurn, Checkpoint checkpoint) {
    var slots = new Packer();
    var sums = new Packer();
    hour.rows.forEach((series, row) -> {
      var changed = new BitSet();
      for (int i = 0; i < row.length; i++) {
        var slot = row[i];
        if (slot != null && slot.changed > keptTurn) {
          RedArchive.pack(series, i, slot.pack(), slots);
          changed.set(i / COARSE_SLOTS);
        }
      }
      changed.stream()
          .forEach(i -> {
            var sum = hour.sum(series, i * COARSE_SLOTS, (i + 1) * COARSE_SLOTS);
            RedArchive.pack(series, firstOfDay(hour.number) + i, sum.pack(), sums);
          });
    });
    hours.append(hour.number, slots.bytes(), checkpoint);
    days.append(Math.floorDiv(hour.number, DAY_HOURS), sums.bytes(), checkpoint);
  }

  void kept() {
    hours.kept();
    days.kept();
  }

  void forgetBefore(long hour, Checkpoint checkpoint) {
    hours.forgetBefore(hour, checkpoint);
    days.forgetBefore(Math.floorDiv(hour, DAY_HOURS), checkpoint);
  }

  /// Adds every slot of the range, which has whole slots only.
  ///
  /// @param coarsely whether sums of 5 minutes do, where all of the 5 minutes are wanted
  /// @param except hours that are in memory
  void sum(TimeRange range, boolean coarsely, Set<Long> except, Sums sums) {
    var wanted = new TreeMap<Long, BitSet>();
    long first = RedHour.of(range.fromNanos());
    for (long hour : hours.chunks(first, RedHour.of(range.toNanos()))) {
      if (!except.contains(hour)) {
        long from = Math.max(range.fromNanos(), hour * RedHour.NANOS);
        long to = Math.min(range.toNanos(), (hour + 1) * RedHour.NANOS);
        long coarseFrom = Math.ceilDiv(from, COARSE_NANOS) * COARSE_NANOS;
        long coarseTo = Math.floorDiv(to, COARSE_NANOS) * COARSE_NANOS;
        if (coarsely && coarseFrom < coarseTo) {
          want(hour, coarseFrom, coarseTo, wanted);
          fine(hour, from, coarseFrom, sums);
          fine(hour, coarseTo, to, sums);
        } else {
          fine(hour, from, to, sums);
        }
      }
    }
    wanted.forEach((day, slots) -> coarse(day, slots, sums));
  }

  private static void want(long hour, long fromNanos, long toNanos, Map<Long, BitSet> wanted) {
    int first = firstOfDay(hour);
    wanted
        .computeIfAbsent(Math.floorDiv(hour, DAY_HOURS), _ -> new BitSet())
        .set(
            first + (int) ((fromNanos - hour * RedHour.NANOS) / COARSE_NANOS),
            first + (int) ((toNanos - hour * RedHour.NANOS) / COARSE_NANOS));
  }

  private void fine(long hour, long fromNanos, long toNanos, Sums sums) {
    if (fromNanos >= toNanos) {
      return;
    }
    hours.visit(
        hour,
        (series, slot, _, cell) -> {
          long start = hour * RedHour.NANOS + slot * RedHour.SLOT_NANOS;
          return fromNanos <= start && start < toNanos && add(sums.of(series, start), cell);
        });
  }

  private void coarse(long day, BitSet wanted, Sums sums) {
    long start = day * DAY_HOURS * RedHour.NANOS;
    days.visit(
        day,
        (series, slot, _, cell) ->
            wanted.get(slot) && add(sums.of(series, start + slot * COARSE_NANOS), cell));
  }

  private static boolean add(@Nullable RedCell sum, Unpacker cell) {
    if (sum == null) {
      return false;
    }
    sum.addPacked(cell);
    return true;
  }

  private static int firstOfDay(long hour) {
    return (int) Math.floorMod(hour, DAY_HOURS) * COARSE_PER_HOUR;
  }
}

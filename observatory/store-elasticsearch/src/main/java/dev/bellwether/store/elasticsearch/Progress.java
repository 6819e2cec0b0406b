package dev.bellwether.store.elasticsearch;

import dev.bellwether.store.Deadline;
import dev.bellwether.store.Effort;
import dev.bellwether.store.Page;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// How far a search has come: whether it may go on, and what it has cost. One thread.
final class Progress {
  private final Deadline deadline;
  private long shards;
  private long shardsRead;
  private long rows;
  private boolean complete = true;

  Progress(Duration searchMax) {
    this.deadline = new Deadline(searchMax);
  }

  /// Until the deadline.
  Duration left() {
    return deadline.left();
  }

  /// Whether the deadline has come. Asked only by who wants to go on: then the answer is not
  /// complete.
  boolean isOver() {
    complete &= !deadline.isOver();
    return !complete;
  }

  /// False where the deadline came first.
  boolean isComplete() {
    return complete;
  }

  /// Counts an answer of the cluster. It names the shards that it has asked each time, so those of
  /// a search are the most that it has named.
  void answered(JsonNode answer, long hits) {
    var named = answer.path("_shards");
    var total = named.path("total").longValue();
    shards = Math.max(shards, total);
    shardsRead = Math.max(shardsRead, total - named.path("skipped").longValue());
    rows += hits;
    complete &= !answer.path("timed_out").booleanValue();
  }

  /// The cluster did not answer before the deadline.
  void unanswered() {
    complete = false;
  }

  <T> Page<T> page(List<T> items, boolean more) {
    return new Page<>(items, more || !complete, new Effort(shards, shardsRead, rows, complete));
  }
}

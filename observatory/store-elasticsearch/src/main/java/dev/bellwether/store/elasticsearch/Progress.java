package dev.bellwether.store.elasticsearch;

import dev.bellwether.store.Deadline;
import dev.bellwether.store.Effort;
import dev.bellwether.store.Page;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// How far a search has come: whether it may go on, and what it has cost.
final class Progress {
  private final Deadline deadline = new Deadline(Deadline.SEARCH_MAX);
  private long answers;
  private long rows;
  private boolean complete = true;

  /// Counts an answer of the cluster; asked only by who wants another one.
  boolean goOn(List<JsonNode> hits) {
    answers++;
    rows += hits.size();
    complete = !deadline.isOver();
    return complete;
  }

  /// The parts of this engine are the answers that were fetched: what the cluster did for each it
  /// knows itself.
  <T> Page<T> page(List<T> items, boolean more) {
    return new Page<>(items, more || !complete, new Effort(answers, answers, rows, complete));
  }
}

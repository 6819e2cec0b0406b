package dev.bellwether.store.segments;

import dev.bellwether.journal.Journal;
import dev.bellwether.journal.JournalReader;
import dev.bellwether.model.Span;
import dev.bellwether.store.Followers;
import dev.bellwether.store.SpanFollower;
import java.util.List;

/// Tells one follower what was stored before it came, from the journal: the same batches in the
/// same order as those who followed at the time were told. Belongs to one thread.
final class Replay implements AutoCloseable {
  private final JournalReader reader;
  private final SpanFollower follower;

  Replay(Journal journal, SpanFollower follower, long position) {
    this.reader = journal.reader(position);
    this.follower = follower;
  }

  /// How many records there still are before the position.
  long behind(long position) {
    return Math.max(0, position - reader.position());
  }

  /// Tells everything that was stored before the position. What is damaged or was deleted meanwhile
  /// is passed over.
  void upTo(long position) {
    while (reader.position() < position) {
      var record = reader.next().orElse(null);
      if (record == null || record.position() >= position) {
        return;
      }
      if (BatchDecoder.holdsSpans(record.bytes())
          && BatchDecoder.decode(record.bytes()) instanceof Batch.Spans(List<Span> spans)) {
        Followers.tell(follower, spans, record.position() + 1);
      }
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}

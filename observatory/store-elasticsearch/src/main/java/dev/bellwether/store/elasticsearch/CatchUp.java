package dev.bellwether.store.elasticsearch;

import dev.bellwether.journal.JournalReader;
import dev.bellwether.model.Span;
import dev.bellwether.store.Followers;
import dev.bellwether.store.SpanFollower;
import dev.bellwether.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Tells a follower what was stored before it came. Belongs to one thread.
final class CatchUp {
  private final Search search;
  private final SpanFollower follower;
  private long position;

  CatchUp(Search search, SpanFollower follower, long position) {
    this.search = search;
    this.follower = follower;
    this.position = position;
  }

  /// Everything before this arrival has been told.
  long position() {
    return position;
  }

  /// What the cluster has. It knows best which spans were sent again; where it is away, the spool
  /// is as good for what is still in it.
  ///
  /// @throws StoreException where the cluster is away and the spool does not reach back far enough
  void tellDelivered(Spool.Replay replay) {
    var end = replay.deliveredArrival();
    try {
      if (position < end) {
        search.arrived(Signal.TRACES, position, end, this::tell);
        position = end;
      }
    } catch (StoreException e) {
      if (!replay.reachesBackTo(position)) {
        throw e;
      }
    }
  }

  private void tell(List<JsonNode> hits) {
    var spans = hits.stream().map(SourceJson::stored).map(SpanJson::read).toList();
    position = hits.getLast().path("sort").path(0).longValue() + 1;
    Followers.tell(follower, spans, position);
  }

  /// What the spool has; the next time what came since.
  void tell(JournalReader reader) {
    for (var next = reader.next(); next.isPresent(); next = reader.next()) {
      if (SpoolRecord.decode(next.get().bytes()) instanceof SpoolRecord.Batch batch) {
        tell(batch);
      }
    }
  }

  private void tell(SpoolRecord.Batch batch) {
    var spans = new ArrayList<Span>();
    for (var i = 0; i < batch.documents().size(); i++) {
      if (batch.signal() == Signal.TRACES && batch.arrival() + i >= position) {
        var source = Cluster.JSON.readTree(batch.documents().get(i).source());
        spans.add(SpanJson.read(source));
      }
    }
    position = Math.max(position, batch.endArrival());
    Followers.tell(follower, spans, position);
  }
}

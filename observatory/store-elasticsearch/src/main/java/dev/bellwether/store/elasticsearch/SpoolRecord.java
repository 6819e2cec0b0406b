package dev.bellwether.store.elasticsearch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// One record of the spool's journal. Numbers are big-endian.
///
/// | bytes | batch | mark |
/// |---:|---|---|
/// | 1 | 0 traces, 1 logs, 2 metrics | 3 |
/// | 8 | arrival of its first document | arrival of the document that comes next |
/// | 4 | how many documents | |
/// | 8 | | the record before which all are in the cluster |
///
/// Each document of a batch is a length of 2 bytes and its id in ASCII, a length of 4 bytes and its
/// source in UTF-8. Arrivals of a batch follow each other.
sealed interface SpoolRecord {
  /// Of the first document, or of the one that comes next.
  long arrival();

  byte[] encode();

  /// Documents of one signal that were appended together.
  record Batch(Signal signal, long arrival, List<Document> documents) implements SpoolRecord {
    private static final int HEADER_BYTES = 1 + Long.BYTES + Integer.BYTES;

    public Batch {
      documents = List.copyOf(documents);
    }

    long endArrival() {
      return arrival + documents.size();
    }

    long bytes() {
      return documents.stream().mapToLong(Document::bytes).sum();
    }

    @Override
    public byte[] encode() {
      var sources = documents.stream().map(document -> document.source().getBytes(UTF_8)).toList();
      var bytes = HEADER_BYTES;
      for (var i = 0; i < sources.size(); i++) {
        bytes += Short.BYTES + documents.get(i).id().length();
        bytes += Integer.BYTES + sources.get(i).length;
      }
      var record = ByteBuffer.allocate(bytes);
      record.put(signal.code).putLong(arrival).putInt(documents.size());
      for (var i = 0; i < sources.size(); i++) {
        var id = documents.get(i).id().getBytes(US_ASCII);
        record.putShort((short) id.length).put(id);
        record.putInt(sources.get(i).length).put(sources.get(i));
      }
      return record.array();
    }
  }

  /// How far the cluster has come.
  record Mark(long arrival, long deliveredPosition) implements SpoolRecord {
    private static final byte KIND = 3;

    @Override
    public byte[] encode() {
      return ByteBuffer.allocate(1 + 2 * Long.BYTES)
          .put(KIND)
          .putLong(arrival)
          .putLong(deliveredPosition)
          .array();
    }
  }

  static SpoolRecord decode(byte[] bytes) {
    var record = ByteBuffer.wrap(bytes);
    var kind = record.get();
    var arrival = record.getLong();
    if (kind == Mark.KIND) {
      return new Mark(arrival, record.getLong());
    }
    var documents = new ArrayList<Document>();
    for (var left = record.getInt(); left > 0; left--) {
      var id = new String(next(record, record.getShort()), US_ASCII);
      documents.add(new Document(id, new String(next(record, record.getInt()), UTF_8)));
    }
    return new Batch(Signal.of(kind), arrival, documents);
  }

  private static byte[] next(ByteBuffer record, int length) {
    var bytes = new byte[length];
    record.get(bytes);
    return bytes;
  }
}

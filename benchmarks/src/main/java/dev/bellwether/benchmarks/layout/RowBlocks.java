package dev.bellwether.benchmarks.layout;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Scope;
import dev.bellwether.model.Span;
import dev.bellwether.model.SpanId;
import dev.bellwether.model.TraceId;
import dev.bellwether.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Spans in the order they came, each a row of a few varints: texts, values, resources and scopes
/// stand once in the segment's dictionaries, times are differences, ids are raw.
@SuppressWarnings("EnumOrdinal") // numbers of an experiment, never kept
final class RowBlocks {
  private static final Span.Kind[] KINDS = Span.Kind.values();
  private static final Span.Status.Code[] CODES = Span.Status.Code.values();

  private final Dictionary<String> texts = new Dictionary<>();
  private final Dictionary<Value> values = new Dictionary<>();
  private final Dictionary<Resource> resources = new Dictionary<>();
  private final Dictionary<Scope> scopes = new Dictionary<>();
  private final Map<TraceId, List<Place>> places = new HashMap<>();
  private final List<byte[]> blocks = new ArrayList<>();
  private final List<Integer> blockSizes = new ArrayList<>();
  private final long firstNanos;
  private final long dictionaryBytes;

  private record Place(int block, int offset) {}

  RowBlocks(List<Span> spans, int level, int blockBytes) {
    firstNanos = spans.getFirst().startNanos();
    try (var zstd = new ZstdCompressCtx().setLevel(level)) {
      var rows = new Bytes();
      for (var span : spans) {
        places
            .computeIfAbsent(span.traceId(), _ -> new ArrayList<>())
            .add(new Place(blocks.size(), rows.size()));
        write(rows, span);
        if (rows.size() >= blockBytes) {
          finish(zstd, rows);
        }
      }
      finish(zstd, rows);
      var dictionaries = new Bytes();
      texts.values().forEach(dictionaries::text);
      values.values().forEach(value -> ValueText.write(dictionaries, value));
      resources
          .values()
          .forEach(resource ->
              resource
                  .attributes()
                  .forEach((key, value) -> {
                    dictionaries.text(key);
                    ValueText.write(dictionaries, value);
                  }));
      scopes.values().forEach(scope -> dictionaries.text(scope.name() + scope.version()));
      dictionaryBytes = zstd.compress(dictionaries.toByteArray()).length;
    }
  }

  /// Rows and dictionaries, without an index.
  long size() {
    return dictionaryBytes + blocks.stream().mapToLong(block -> block.length).sum();
  }

  List<Span> trace(TraceId id) {
    var inflated = new HashMap<Integer, Bytes>();
    List<Span> spans = new ArrayList<>();
    for (var place : places.getOrDefault(id, List.of())) {
      var rows = inflated.computeIfAbsent(place.block(), this::block);
      rows.seek(place.offset());
      spans.add(read(rows));
    }
    return spans;
  }

  /// How many spans have an attribute of this value.
  long count(String key, Value value) {
    int keyId = texts.find(key);
    int valueId = values.find(value);
    long count = 0;
    for (int i = 0; i < blocks.size(); i++) {
      var rows = block(i);
      while (!rows.atEnd()) {
        count += has(rows, keyId, valueId) ? 1 : 0;
      }
    }
    return count;
  }

  private void finish(ZstdCompressCtx zstd, Bytes rows) {
    blocks.add(zstd.compress(rows.toByteArray()));
    blockSizes.add(rows.size());
    rows.clear();
  }

  private Bytes block(int number) {
    return new Bytes(Zstd.decompress(blocks.get(number), blockSizes.get(number)));
  }

  private void write(Bytes out, Span span) {
    var parent = span.parentId();
    out.fixed(span.traceId().high());
    out.fixed(span.traceId().low());
    out.fixed(span.id().bits());
    out.fixed(parent == null ? 0 : parent.bits());
    out.signed(span.startNanos() - firstNanos);
    out.signed(span.endNanos() - span.startNanos());
    out.varint(span.flags());
    out.varint(texts.idOf(span.name()));
    out.varint(span.kind().ordinal());
    out.varint(span.status().code().ordinal());
    out.varint(texts.idOf(span.status().message()));
    out.varint(resources.idOf(span.resource()));
    out.varint(scopes.idOf(span.scope()));
    out.varint(span.attributes().size());
    span.attributes()
        .forEach((key, value) -> {
          out.varint(texts.idOf(key));
          out.varint(values.idOf(value));
        });
  }

  private Span read(Bytes in) {
    var traceId = new TraceId(in.fixed(), in.fixed());
    var id = new SpanId(in.fixed());
    long parent = in.fixed();
    long start = firstNanos + in.signed();
    long end = start + in.signed();
    int flags = (int) in.varint();
    var name = texts.value((int) in.varint());
    var kind = KINDS[(int) in.varint()];
    var status = new Span.Status(CODES[(int) in.varint()], texts.value((int) in.varint()));
    var resource = resources.value((int) in.varint());
    var scope = scopes.value((int) in.varint());
    var attributes = new HashMap<String, Value>();
    for (long i = in.varint(); i > 0; i--) {
      attributes.put(texts.value((int) in.varint()), values.value((int) in.varint()));
    }
    return new Span(
        traceId,
        id,
        parent == 0 ? null : new SpanId(parent),
        "",
        flags,
        name,
        kind,
        start,
        end,
        attributes,
        List.of(),
        List.of(),
        status,
        resource,
        scope,
        0);
  }

  private static boolean has(Bytes in, int keyId, int valueId) {
    for (int i = 0; i < 4; i++) {
      in.fixed();
    }
    for (int i = 0; i < 9; i++) {
      in.varint();
    }
    boolean has = false;
    for (long i = in.varint(); i > 0; i--) {
      long key = in.varint();
      long value = in.varint();
      has |= key == keyId && value == valueId;
    }
    return has;
  }
}

package dev.bellwether.store.elasticsearch;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import dev.bellwether.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/// Sends documents to the cluster and reads from the answer what became of each.
///
/// `create` stores a document unless its id is there already, so sending one again is harmless. One
/// whose fields the cluster refuses is sent once more as [opaque][Document#opaque] text.
final class BulkWriter {
  private static final System.Logger log = System.getLogger(BulkWriter.class.getName());

  /// The engines refuse requests above 100 MB; 5 to 15 MB is what their makers advise.
  private static final int REQUEST_CHARACTERS_MAX = 8 << 20;

  private static final int CREATED = 201;
  private static final int THERE_ALREADY = 409;
  private static final int BAD_REQUEST = 400;

  private final Cluster cluster;
  private final String namespace;
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean templatesInstalled;

  BulkWriter(Cluster cluster, String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  /// How many documents the cluster has refused for good.
  long refused() {
    return refused.get();
  }

  /// Sends until the cluster stops taking: what it did not take is in the outcome.
  Outcome send(Signal signal, List<Document> documents) {
    var outcome = new Outcome();
    var from = 0;
    while (from < documents.size()) {
      var to = endOfRequest(documents, from);
      try {
        installTemplates();
        sendOnce(signal, documents.subList(from, to), outcome);
      } catch (StoreException | IllegalStateException e) {
        // Also where it says that we ask wrongly: it may be another one tomorrow.
        outcome.failed(documents.subList(from, documents.size()), e);
        // A cluster that was away may come back without them.
        templatesInstalled &= e instanceof StoreException.Full;
        return outcome;
      }
      from = to;
    }
    return outcome;
  }

  /// Without them the cluster would guess a mapping from the first document.
  private void installTemplates() {
    if (!templatesInstalled) {
      Templates.install(cluster);
      templatesInstalled = true;
    }
  }

  private static int endOfRequest(List<Document> documents, int from) {
    var characters = 0L;
    var to = from;
    while (to < documents.size() && (to == from || characters < REQUEST_CHARACTERS_MAX)) {
      characters += documents.get(to).source().length();
      to++;
    }
    return to;
  }

  private void sendOnce(Signal signal, List<Document> documents, Outcome outcome) {
    var items = items(signal, documents);
    for (var i = 0; i < documents.size(); i++) {
      var document = documents.get(i);
      var item = items.path(i).path("create");
      switch (item.path("status").intValue()) {
        case CREATED -> {}
        case THERE_ALREADY -> outcome.left.add(document);
        case BAD_REQUEST -> sendOpaque(signal, document, item, outcome);
        default -> outcome.refused(document, item);
      }
    }
  }

  private void sendOpaque(Signal signal, Document document, JsonNode why, Outcome outcome) {
    var item = items(signal, List.of(document.opaque())).path(0).path("create");
    switch (item.path("status").intValue()) {
      case CREATED ->
          log.log(WARNING, "%s stored as text: %s".formatted(document.id(), why.path("error")));
      case THERE_ALREADY -> outcome.left.add(document);
      case BAD_REQUEST -> {
        refused.incrementAndGet();
        outcome.left.add(document);
        log.log(ERROR, "%s lost: %s".formatted(document.id(), item.path("error")));
      }
      default -> outcome.refused(document, item);
    }
  }

  private JsonNode items(Signal signal, List<Document> documents) {
    var lines = new StringBuilder();
    documents.forEach(document -> document.appendTo(lines));
    return cluster.bulk(signal.stream(namespace), lines.toString()).path("items");
  }

  /// What became of documents; the others were created.
  static final class Outcome {
    private final List<Document> left = new ArrayList<>();
    private final List<Document> waiting = new ArrayList<>();
    private String problem = "";
    private Duration retryAfter = Duration.ZERO;

    /// There already, or refused for good.
    List<Document> left() {
      return left;
    }

    /// To be sent again, in their order.
    List<Document> waiting() {
      return waiting;
    }

    /// Why some wait.
    String problem() {
      return problem;
    }

    /// How long they should.
    Duration retryAfter() {
      return retryAfter;
    }

    private void failed(List<Document> documents, RuntimeException failure) {
      waiting.addAll(documents);
      problem = String.valueOf(failure.getMessage());
      if (failure instanceof StoreException known) {
        retryAfter = known.retryAfter();
      }
    }

    private void refused(Document document, JsonNode item) {
      waiting.add(document);
      problem = "the cluster is busy: " + item.path("error").path("type").asString();
    }
  }
}

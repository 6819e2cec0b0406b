package dev.bellwether.store.elasticsearch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/// An HTTP server that answers as a cluster does in states that a real node cannot be brought into
/// at will: it has too much to do, or takes for ever over a search. It knows ids, and no more.
final class Peer implements AutoCloseable {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int CREATED = 201;
  private static final int THERE_ALREADY = 409;

  private static final JsonNode NOTHING_FOUND =
      Cluster.JSON.readTree(
          """
          {"timed_out": false, "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
           "hits": {"hits": []}}
          """);

  private final HttpServer server;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Busy> busy = new ArrayDeque<>();
  private final Set<String> ids = new LinkedHashSet<>();
  private final List<Bulk> bulks = new ArrayList<>();
  private volatile JsonNode found = NOTHING_FOUND;
  private volatile boolean slow;

  /// A bulk request that came.
  ///
  /// @param nanos when, by [System#nanoTime]
  record Bulk(long nanos, int documents) {}

  /// How to answer one bulk request.
  private sealed interface Busy {
    record Wholly(int retryAfterSeconds) implements Busy {}

    /// Takes so many new documents and refuses the others.
    record Partly(int taken) implements Busy {}
  }

  Peer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// The next bulk request is refused as a whole.
  void refuse(int retryAfterSeconds) {
    next(new Busy.Wholly(retryAfterSeconds));
  }

  /// Of the next bulk request only so many new documents are taken.
  void takeOnly(int documents) {
    next(new Busy.Partly(documents));
  }

  /// What every search finds from now on.
  void find(JsonNode answer) {
    found = answer;
  }

  /// From now on no search is answered.
  void searchForEver() {
    slow = true;
  }

  /// All that it has taken, in the order of their coming.
  List<String> ids() {
    lock.lock();
    try {
      return List.copyOf(ids);
    } finally {
      lock.unlock();
    }
  }

  List<Bulk> bulks() {
    lock.lock();
    try {
      return List.copyOf(bulks);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }

  private void next(Busy answer) {
    lock.lock();
    try {
      busy.add(answer);
    } finally {
      lock.unlock();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    try (exchange) {
      if (path.endsWith("/_bulk")) {
        bulk(exchange, body);
      } else if (path.endsWith("/_search")) {
        search(exchange);
      } else if (path.endsWith("/_count")) {
        send(exchange, 200, "{\"count\":%d}".formatted(ids().size()));
      } else {
        send(exchange, 200, "{}");
      }
    }
  }

  private void search(HttpExchange exchange) throws IOException {
    if (slow) {
      try {
        closing.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    send(exchange, 200, found.toString());
  }

  private void bulk(HttpExchange exchange, String body) throws IOException {
    var documents = new ArrayList<String>();
    for (var line : body.lines().toList()) {
      if (line.startsWith("{\"create\"")) {
        documents.add(Cluster.JSON.readTree(line).at("/create/_id").asString());
      }
    }
    lock.lock();
    try {
      bulks.add(new Bulk(System.nanoTime(), documents.size()));
      switch (busy.poll()) {
        case Busy.Wholly(int seconds) -> {
          exchange.getResponseHeaders().set("Retry-After", Integer.toString(seconds));
          send(exchange, TOO_MANY_REQUESTS, "{\"error\":\"too much to do\"}");
        }
        case Busy.Partly(int taken) -> send(exchange, 200, items(documents, taken));
        case null -> send(exchange, 200, items(documents, documents.size()));
      }
    } finally {
      lock.unlock();
    }
  }

  private String items(List<String> documents, int taken) {
    var answer = Cluster.JSON.createObjectNode();
    var items = answer.putArray("items");
    var left = taken;
    for (var id : documents) {
      var item = items.addObject().putObject("create");
      if (ids.contains(id)) {
        item.put("status", THERE_ALREADY);
      } else if (left-- > 0) {
        item.put("status", CREATED);
        ids.add(id);
      } else {
        item.put("status", TOO_MANY_REQUESTS);
        item.putObject("error").put("type", "es_rejected_execution_exception");
      }
    }
    return answer.toString();
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}

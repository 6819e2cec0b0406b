package dev.bellwether.recorder;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A server in the notifier's place that writes down what it gets and answers as a test wants.
final class ExternalNotifier implements AutoCloseable {

  record Call(String eventId, String body, String origin, String baggage) {}

  interface Reaction {
    int statusOf(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  volatile Reaction reaction = _ -> 200;

  ExternalNotifier() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/notify", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  List<Call> callsAbout(Object tradeId) {
    return calls.stream().filter(call -> call.body().contains(tradeId.toString())).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      calls.add(
          new Call(
              headers.getFirst("webhook-id"),
              new String(exchange.getRequestBody().readAllBytes(), UTF_8),
              headers.getFirst("ce-traceparent"),
              headers.getFirst("baggage")));
      exchange.sendResponseHeaders(reaction.statusOf(exchange), -1);
    }
  }
}

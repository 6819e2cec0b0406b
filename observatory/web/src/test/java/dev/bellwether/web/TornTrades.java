package dev.bellwether.web;

import dev.bellwether.analysis.RedView;
import dev.bellwether.analysis.ServiceMapView;
import dev.bellwether.api.Api;
import dev.bellwether.api.ApiParts;
import dev.bellwether.api.layout.MapPositions;
import dev.bellwether.http.Handler;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import dev.bellwether.http.Routes;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.Resource;
import dev.bellwether.model.Span;
import dev.bellwether.model.Value;
import dev.bellwether.store.InMemoryStore;
import dev.bellwether.store.tests.SampleTrade;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The real API over forty trades of the last ten seconds, wired as a beginner would: the router
/// does not copy the customer, the recorder does not copy it to its logs, the notifier gets no
/// baggage, and one place sets the region as a number.
final class TornTrades implements Handler {
  static final String CUSTOMER = "com.example.customer_id";
  static final String REGION = "com.example.region";

  private static final InstantSource CLOCK = InstantSource.system();
  private static final int TRADES = 40;

  private final InMemoryStore store = new InMemoryStore(10_000, 10_000, 10);
  private final Routes routes;

  TornTrades() {
    var serviceMap = new ServiceMapView(ServiceMapView.Limits.STANDARD, CLOCK, ZoneOffset.UTC);
    store.follow(serviceMap, 0);
    var red = new RedView(2, CLOCK, null);
    store.follow(red, 0);
    long startNanos = (CLOCK.millis() - 10_000) * 1_000_000;
    for (int number = 1; number <= TRADES; number++) {
      var cast = SampleTrade.of(number);
      var trade =
          new SampleTrade(
              number,
              startNanos + number * 200_000_000L,
              cast.customerId(),
              cast.region(),
              cast.symbol(),
              cast.action(),
              cast.shares(),
              cast.fault());
      store.writer().appendSpans(trade.spans().stream().map(TornTrades::torn).toList());
      store.writer().appendLogs(trade.logs().stream().map(TornTrades::torn).toList());
    }
    var parts =
        new ApiParts(
            "0.1.0",
            store,
            serviceMap,
            red,
            MapPositions.open(Path.of("target/torn-trades-positions.json"), CLOCK),
            () -> EmptyScene.receivers(1),
            CLOCK);
    routes = Api.addTo(Routes.none(), parts);
  }

  @Override
  public Response handle(Request request) {
    return routes.handle(request);
  }

  private static Span torn(Span span) {
    Map<String, Value> attributes = new HashMap<>(span.attributes());
    if (List.of("router", "notifier").contains(span.service())) {
      attributes.remove(CUSTOMER);
    }
    if (span.service().equals("trader") && span.kind() == Span.Kind.SERVER) {
      attributes.put(REGION, Value.of(7));
    }
    return span.withAttributes(attributes).from(ofJava(span.resource()), span.scope());
  }

  private static LogRecord torn(LogRecord log) {
    Map<String, Value> attributes = new HashMap<>(log.attributes());
    if (!log.service().equals("trader")) {
      attributes.remove(CUSTOMER);
    }
    return log.withAttributes(attributes).from(ofJava(log.resource()), log.scope());
  }

  private static Resource ofJava(Resource resource) {
    Map<String, Value> attributes = new HashMap<>(resource.attributes());
    attributes.put("telemetry.sdk.language", Value.of("java"));
    return new Resource(attributes);
  }
}

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
import dev.bellwether.store.tests.SampleTraces;
import dev.bellwether.store.tests.SampleTrade;
import dev.bellwether.store.tests.SampleTrade.Fault;
import dev.bellwether.store.tests.SpanSketch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;

/// The real API over a real store, with the sample trades of the last minutes and each new one as
/// its time comes. Some are slow, and the database refuses more of `l.hall`'s than of others. Now
/// and then a report links to a trade and asks the database once for each of its rows.
final class LiveTrades implements Handler {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final List<String> CUSTOMERS =
      List.of("l.hall", "q.bert", "mr.t", "j.casey", "b.smith", "l.johnson", "m.gray", "p.quist");
  private static final List<String> REGIONS = List.of("NA", "NA", "NA", "EU", "EMEA", "APAC");
  private static final List<String> SYMBOLS = List.of("ZVZZT", "ZALM", "ZYX", "CBAZ", "BAA");

  private static final int REPORT_EVERY = 25;
  private static final int ROWS_OF_A_REPORT = 60;

  private final InMemoryStore store = new InMemoryStore(200_000, 100_000, 20_000);
  private final long betweenMillis;
  private final Routes routes;
  private final long newVersionNanos = (CLOCK.millis() - 240_000) * 1_000_000;
  private final LiveMetrics metrics;
  private long next;

  /// @param past how long the trading has gone on already
  LiveTrades(Duration past, Duration between) {
    var serviceMap = new ServiceMapView(ServiceMapView.Limits.STANDARD, CLOCK, ZoneOffset.UTC);
    store.follow(serviceMap, 0);
    var red = new RedView(2, CLOCK, null);
    store.follow(red, 0);
    betweenMillis = between.toMillis();
    metrics = new LiveMetrics(CLOCK.millis() - past.toMillis());
    next = (CLOCK.millis() - past.toMillis()) / betweenMillis;
    var parts =
        new ApiParts(
            "0.1.0",
            store,
            serviceMap,
            red,
            MapPositions.open(Path.of("target/live-trades-positions.json"), CLOCK),
            () -> EmptyScene.receivers(1),
            CLOCK);
    routes = Api.addTo(Routes.none(), parts);
  }

  @Override
  public synchronized Response handle(Request request) {
    var spans = new ArrayList<Span>();
    var logs = new ArrayList<LogRecord>();
    for (var now = CLOCK.millis() / betweenMillis; next < now; next++) {
      add(next, spans, logs);
    }
    store.writer().appendSpans(spans);
    store.writer().appendLogs(logs);
    store.writer().appendPoints(metrics.upTo(CLOCK.millis()));
    return routes.handle(request);
  }

  private void add(long number, List<Span> spans, List<LogRecord> logs) {
    var random = new Random(number * 0x9E3779B97F4A7C15L);
    var customer = CUSTOMERS.get(random.nextInt(CUSTOMERS.size()));
    var failing = random.nextInt(100) < (customer.equals("l.hall") ? 30 : 2);
    var trade =
        new SampleTrade(
            number,
            number * betweenMillis * 1_000_000,
            customer,
            REGIONS.get(random.nextInt(REGIONS.size())),
            SYMBOLS.get(random.nextInt(SYMBOLS.size())),
            random.nextBoolean() ? "buy" : "sell",
            10 + random.nextInt(90),
            failing
                ? Fault.DATABASE_AWAY
                : random.nextInt(40) == 0 ? Fault.SLOW_MODEL : Fault.NONE);
    var stretch = Math.exp(random.nextGaussian() * 0.35);
    trade.spans().forEach(span -> spans.add(stretched(span, trade.startNanos(), stretch)));
    logs.addAll(trade.logs());
    if (number % REPORT_EVERY == 0) {
      spans.addAll(report(number, trade));
    }
  }

  /// Asks the database once for each row, and knows of which trade it is the report.
  private List<Span> report(long number, SampleTrade trade) {
    var rows = new SpanSketch[ROWS_OF_A_REPORT];
    Arrays.setAll(
        rows,
        row -> {
          var sketch =
              SampleTraces.query("reporter", "trades", "SELECT * FROM trades WHERE id = ?")
                  .lasting(Duration.ofMillis(1 + row % 7));
          return row == 40 ? sketch.failing("canceling statement due to timeout") : sketch;
        });
    var total = SampleTraces.internal("reporter", "sum up").lasting(Duration.ofMillis(30));
    var sketch =
        SampleTraces.server("reporter", "GET /report")
            .with("http.route", "/report")
            .linkedTo(trade.spans())
            .calling(rows)
            .calling(total);
    var start = trade.startNanos() + Duration.ofSeconds(2).toNanos();
    return SampleTraces.trace(-number, start, sketch);
  }

  /// Two instances of the recorder, the second with a new version since a few minutes.
  private Resource origin(Span span) {
    if (!span.service().equals("recorder")) {
      return span.resource();
    }
    var second = span.traceId().hashCode() % 3 == 0 && span.startNanos() > newVersionNanos;
    var attributes = new HashMap<>(span.resource().attributes());
    attributes.put("service.instance.id", Value.of(second ? "recorder-2" : "recorder-1"));
    attributes.put("service.version", Value.of(second ? "1.5.0" : "1.4.2"));
    attributes.put("host.name", Value.of("desk"));
    return new Resource(attributes);
  }

  private Span stretched(Span span, long origin, double factor) {
    return new Span(
        span.traceId(),
        span.id(),
        span.parentId(),
        span.traceState(),
        span.flags(),
        span.name(),
        span.kind(),
        origin + (long) ((span.startNanos() - origin) * factor),
        origin + (long) ((span.endNanos() - origin) * factor),
        span.attributes(),
        span.events(),
        span.links(),
        span.status(),
        origin(span),
        span.scope(),
        span.droppedAttributes());
  }
}

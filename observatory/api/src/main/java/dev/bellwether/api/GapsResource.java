package dev.bellwether.api;

import dev.bellwether.analysis.MapEvidence;
import dev.bellwether.analysis.MapGap;
import dev.bellwether.analysis.ServiceMapView;
import dev.bellwether.model.Span;
import dev.bellwether.store.Store;
import dev.bellwether.store.query.Query;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// What the map does not show, and why.
final class GapsResource implements Resource {
  /// In the time of 100 traces; the callee of a call without context is one of them.
  private static final int BEGINNINGS_MAX = 2_000;

  private static final Query BEGINNINGS = Query.parse("kind : server and not parent.id : *");

  private static final Parameter SERVICE =
      Parameter.optional("service", "string", "Only what is missing around this service.");

  private final Store store;
  private final ServiceMapView view;
  private final EmptyMap emptyMap;
  private final InstantSource clock;

  GapsResource(
      Store store,
      ServiceMapView view,
      Supplier<List<HealthJson.Receiver>> receivers,
      InstantSource clock) {
    this.store = store;
    this.view = view;
    this.emptyMap = new EmptyMap(store, receivers);
    this.clock = clock;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/service-map/gaps",
        "What the map does not show and why: spans whose parent never came, calls that nobody"
            + " answered, calls without context; and why it is empty.",
        GapsJson.class,
        Parameter.FROM,
        Parameter.TO,
        SERVICE);
  }

  @Override
  public GapsJson answer(Arguments arguments) {
    var range = arguments.range();
    long now = clock.millis() * 1_000_000;
    if (view.map(range).nodes().isEmpty()) {
      return new GapsJson(emptyMap.why(range, now), 0, false, true, List.of());
    }
    var service = arguments.text("service").orElse("");
    var query = service.isEmpty() ? Query.EVERYTHING : EdgeResource.ofService(service);
    var sample = TraceSample.read(store.traces(), range, List.of(query), now);
    var evidence = new MapEvidence();
    sample.traces().forEach(trace -> evidence.add(trace, sample::linked));
    var gaps = evidence.gaps(beginnings(sample), service);
    return new GapsJson(
        null,
        sample.traces().size(),
        sample.truncated(),
        sample.complete(),
        gaps.stream().map(GapsResource::gap).toList());
  }

  private List<Span> beginnings(TraceSample sample) {
    return sample.traces().isEmpty()
        ? List.of()
        : store.traces().spans(sample.time(), BEGINNINGS, BEGINNINGS_MAX).items();
  }

  private static GapsJson.Gap gap(MapGap gap) {
    return new GapsJson.Gap(
        gap.kind().name().toLowerCase(Locale.ROOT),
        gap.service(),
        gap.other(),
        gap.spans(),
        gap.of(),
        gap.sentence(),
        gap.remedy(),
        gap.lines(),
        gap.traceId().toString(),
        gap.spanId().toString());
  }
}

package dev.bellwether.api;

import dev.bellwether.analysis.ServiceMapView;
import dev.bellwether.api.layout.MapPositions;

/// Lays the service map out afresh, for everyone who looks at it.
final class TidyResource implements Resource {
  private final ServiceMapView view;
  private final MapPositions positions;
  private final NodeExplanations explanations;

  TidyResource(ServiceMapView view, MapPositions positions, NodeExplanations explanations) {
    this.view = view;
    this.positions = positions;
    this.explanations = explanations;
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.post(
        "/api/service-map/tidy",
        "Lays the map of the window out afresh and answers it; otherwise nodes never move.",
        ServiceMapJson.class,
        Parameter.FROM,
        Parameter.TO);
  }

  @Override
  public ServiceMapJson answer(Arguments arguments) {
    var map = view.map(arguments.range());
    return ServiceMapResource.json(
        map, positions.tidy(ServiceMapResource.graph(map)), explanations.of(map));
  }
}

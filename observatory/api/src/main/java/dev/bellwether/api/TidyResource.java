package dev.bellwether.api;

import dev.bellwether.analysis.ServiceMapView;
import dev.bellwether.api.layout.MapPositions;
import java.util.List;

/// Lays the service map out afresh, for everyone who looks at it.
final class TidyResource implements Resource {
  private final ServiceMapView view;
  private final MapPositions positions;

  TidyResource(ServiceMapView view, MapPositions positions) {
    this.view = view;
    this.positions = positions;
  }

  @Override
  public String path() {
    return "/api/service-map/tidy";
  }

  @Override
  public String method() {
    return "POST";
  }

  @Override
  public String summary() {
    return "Lays the map of the window out afresh and answers it; otherwise nodes never move.";
  }

  @Override
  public List<Parameter> parameters() {
    return Parameter.RANGE;
  }

  @Override
  public Class<?> answerType() {
    return ServiceMapJson.class;
  }

  @Override
  public ServiceMapJson answer(Arguments arguments) {
    var map = view.map(arguments.range());
    return ServiceMapResource.json(map, positions.tidy(ServiceMapResource.graph(map)));
  }
}

package dev.bellwether.api;

import dev.bellwether.analysis.RedView;
import dev.bellwether.analysis.ServiceMapView;
import dev.bellwether.store.Store;
import java.time.InstantSource;

/// Which processes serve as one service. Apart from the rest of a service: that comes from rollups,
/// this from the store, and few look at it.
final class ServiceInstancesResource implements Resource {
  private final RedView red;
  private final ServiceMapView serviceMap;
  private final ServiceInstances instances;
  private final CoveredTime time;

  ServiceInstancesResource(
      RedView red, ServiceMapView serviceMap, Store store, InstantSource clock) {
    this.red = red;
    this.serviceMap = serviceMap;
    this.instances = new ServiceInstances(store.traces());
    this.time = new CoveredTime(store, clock);
  }

  @Override
  public Endpoint endpoint() {
    return Endpoint.get(
        "/api/services/{name}/instances",
        "Which processes serve as one service, counted over its newest requests.",
        ServiceInstancesJson.class,
        Parameter.inPath("name", "The service's name, `service.name` of its telemetry."),
        Parameter.FROM,
        Parameter.TO);
  }

  @Override
  public ServiceInstancesJson answer(Arguments arguments) {
    var service = arguments.inPath("name");
    var range = arguments.range();
    ServiceNames.require(service, red, serviceMap.map(range));
    return instances.of(service, range, time.seconds(range));
  }
}

package dev.bellwether.api;

import dev.bellwether.analysis.RedView;
import dev.bellwether.analysis.ServiceMapView;
import dev.bellwether.api.layout.MapPositions;
import dev.bellwether.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// What the API reads.
///
/// @param receivers tells the counters of each receiver at this moment
public record ApiParts(
    String version,
    Store store,
    ServiceMapView serviceMap,
    RedView red,
    MapPositions mapPositions,
    Supplier<List<HealthJson.Receiver>> receivers,
    InstantSource clock) {}

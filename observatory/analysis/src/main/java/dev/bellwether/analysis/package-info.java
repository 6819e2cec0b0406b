/// What spans mean together: the service map, requests, errors, durations and health of its nodes.
///
/// [ServiceMapView] follows the store and is read by `api`. A span travels like this: it is opened
/// in its trace (`OpenTrace`), the rules (`CallRules`) say what it adds to the map given its parent
/// and children, and `Minutes` keeps the sums. When a late span changes what an earlier one meant,
/// the earlier contribution is taken out and the new one put in, so that the sums are the same for
/// every order of arrival. `MapDrawing` turns sums into a [ServiceMap]; `HealthCheck` judges nodes.
/// No I/O here, and no time but that of a given clock.
@NullMarked
package dev.bellwether.analysis;

import org.jspecify.annotations.NullMarked;

/// Where the nodes of the service map are drawn, so that every page, screenshot and lab check sees
/// the same picture.
///
/// The resource of `/api/service-map` asks [MapPositions], which remembers every node's place and
/// keeps it in a file. A whole picture is laid out by [MapLayout] in layers, callers left of
/// callees. Positions leave as CSS pixels; nothing here knows a page.
///
/// The file is JSON, `{"nodes":[{"id":"trader","x":96.0,"y":44.0},…]}`, sorted by id.
@NullMarked
package dev.bellwether.api.layout;

import org.jspecify.annotations.NullMarked;

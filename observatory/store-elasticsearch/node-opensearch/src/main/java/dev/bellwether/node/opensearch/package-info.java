/// A real OpenSearch node, made of the engine's jars, for tests.
///
/// A test of `store-elasticsearch` starts [OpenSearchNode] as its own process; nothing of ours is
/// called from here.
@NullMarked
package dev.bellwether.node.opensearch;

import org.jspecify.annotations.NullMarked;

/// A real Elasticsearch node, made of the engine's jars, for tests.
///
/// A test of `store-elasticsearch` starts [ElasticsearchNode] as its own process; nothing of ours
/// is called from here.
@NullMarked
package dev.bellwether.node.elasticsearch;

import org.jspecify.annotations.NullMarked;

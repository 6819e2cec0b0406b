package dev.bellwether.api.layout;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.util.NullElkProgressMonitor;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/// Lays out a whole map from left to right in layers, with the Eclipse Layout Kernel.
///
/// The kernel's 750 classes are loaded with this class, in about a third of a second, so nothing
/// refers to it before the first map is laid out. Any thread may call; one lays out at a time,
/// since the kernel's registry is shared.
final class MapLayout {
  /// The size of a node, which the page draws as told here.
  static final int NODE_WIDTH = 168;

  static final int NODE_HEIGHT = 64;

  /// Between layers; an edge needs room to turn, and its label to stand.
  static final int GAP_WIDTH = 96;

  /// Between nodes of a layer.
  static final int GAP_HEIGHT = 40;

  static {
    // Knows the kernel's own types; without it not even a default value can be read.
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  private MapLayout() {}

  /// A position for every node; the same for equal graphs.
  static synchronized Map<String, Position> positions(MapGraph graph) {
    var kernel = ElkGraphUtil.createGraph();
    kernel.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
    // All edges of a side leave in its middle, so a chain of calls is a straight line.
    kernel.setProperty(LayeredOptions.MERGE_EDGES, true);
    kernel.setProperty(LayeredOptions.SPACING_NODE_NODE, (double) GAP_HEIGHT);
    // An edge that passes between two nodes must not bring them closer.
    kernel.setProperty(LayeredOptions.SPACING_EDGE_NODE, GAP_HEIGHT / 2.0);
    kernel.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, (double) GAP_WIDTH);
    kernel.setProperty(LayeredOptions.SPACING_COMPONENT_COMPONENT, (double) GAP_WIDTH);
    var nodes = new HashMap<String, ElkNode>();
    for (var id : graph.nodes()) {
      var node = ElkGraphUtil.createNode(kernel);
      node.setDimensions(NODE_WIDTH, NODE_HEIGHT);
      nodes.put(id, node);
    }
    for (var call : graph.calls()) {
      ElkGraphUtil.createSimpleEdge(nodes.get(call.source()), nodes.get(call.target()));
    }
    new LayeredLayoutProvider().layout(kernel, new NullElkProgressMonitor());
    var positions = new TreeMap<String, Position>();
    nodes.forEach((id, node) -> positions.put(id, centre(node)));
    return positions;
  }

  /// Whole pixels: text is blurred between them.
  private static Position centre(ElkNode node) {
    return new Position(
        Math.round(node.getX()) + NODE_WIDTH / 2, Math.round(node.getY()) + NODE_HEIGHT / 2);
  }
}

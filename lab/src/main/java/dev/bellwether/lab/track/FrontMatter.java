package dev.bellwether.lab.track;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeType;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// The fields of one YAML mapping. Every complaint names the line of the field: the nodes know
/// where they stand, the objects that YAML is usually loaded into do not.
final class FrontMatter {
  /// Two tabs of a hundred lines each would be a long front matter.
  private static final int CODE_POINTS_MAX = 64 << 10;

  private static final String NULLS = "~|null|Null|NULL|";

  private final Path file;
  private final int linesBefore;
  private final int line;
  private final Map<String, Node> fields;

  private FrontMatter(Path file, int linesBefore, int line, Map<String, Node> fields) {
    this.file = file;
    this.linesBefore = linesBefore;
    this.line = line;
    this.fields = fields;
  }

  /// @param linesBefore how many lines of the file come before the YAML
  /// @throws AssignmentProblem where it is no mapping
  static FrontMatter parse(Path file, int linesBefore, String yaml) {
    var settings =
        LoadSettings.builder()
            .setUseMarks(true)
            .setCodePointLimit(CODE_POINTS_MAX)
            .setMaxAliasesForCollections(0)
            .build();
    try {
      var root = new Compose(settings).composeString(yaml);
      if (root.isEmpty()) {
        return new FrontMatter(file, linesBefore, linesBefore + 1, Map.of());
      }
      return mapping(file, linesBefore, root.get(), "front matter");
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> linesBefore + mark.getLine() + 1).orElse(0);
      throw new AssignmentProblem(file, line, "YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new AssignmentProblem(file, linesBefore + 1, "YAML: " + e.getMessage());
    }
  }

  private static FrontMatter mapping(Path file, int linesBefore, Node node, String name) {
    if (!(node instanceof MappingNode mapping)) {
      throw new AssignmentProblem(
          file, line(linesBefore, node), "%s: %s (expected: fields)".formatted(name, kind(node)));
    }
    var fields = new LinkedHashMap<String, Node>();
    for (var entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        fields.put(key.getValue(), entry.getValueNode());
      }
    }
    return new FrontMatter(file, linesBefore, line(linesBefore, node), fields);
  }

  /// @throws AssignmentProblem when it is missing or empty
  String required(String name) {
    var text = text(name);
    if (text.isBlank()) {
      throw new AssignmentProblem(
          file, line(name), "%s: missing (expected: a text)".formatted(name));
    }
    return text;
  }

  /// Empty where it is missing or null.
  String text(String name) {
    var node = node(name);
    if (node.isEmpty()) {
      return "";
    }
    if (node.get() instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw problem(name, "%s: %s (expected: a text)".formatted(name, kind(node.get())));
  }

  /// 0 where it is missing.
  int number(String name, int max) {
    var text = text(name);
    if (text.isBlank()) {
      return 0;
    }
    if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) <= max) {
      return Integer.parseInt(text);
    }
    throw problem(name, "%s: '%s' (expected: 0 to %d)".formatted(name, text, max));
  }

  /// The mappings of a sequence; a text among them becomes a mapping with it as `contents`.
  List<FrontMatter> list(String name) {
    var node = node(name);
    if (node.isEmpty()) {
      return List.of();
    }
    if (!(node.get() instanceof SequenceNode sequence)) {
      throw problem(name, "%s: %s (expected: a list)".formatted(name, kind(node.get())));
    }
    var list = new ArrayList<FrontMatter>();
    for (var item : sequence.getValue()) {
      if (item instanceof ScalarNode) {
        list.add(
            new FrontMatter(file, linesBefore, line(linesBefore, item), Map.of("contents", item)));
      } else {
        list.add(mapping(file, linesBefore, item, "%s[%d]".formatted(name, list.size())));
      }
    }
    return list;
  }

  /// A complaint about a field, at its line.
  AssignmentProblem problem(String name, String rule) {
    return new AssignmentProblem(file, line(name), rule);
  }

  /// Where the field stands, or the mapping in which it is missing.
  int line(String name) {
    var node = fields.get(name);
    return node == null ? line : line(linesBefore, node);
  }

  private Optional<Node> node(String name) {
    return Optional.ofNullable(fields.get(name)).filter(node -> !isNull(node));
  }

  private static boolean isNull(@Nullable Node node) {
    return node instanceof ScalarNode scalar
        && scalar.isPlain()
        && List.of(NULLS.split("\\|", -1)).contains(scalar.getValue());
  }

  private static int line(int linesBefore, Node node) {
    return linesBefore + node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  private static String kind(Node node) {
    return switch (node.getNodeType()) {
      case NodeType.MAPPING -> "fields";
      case NodeType.SEQUENCE -> "a list";
      case NodeType.SCALAR -> "a text";
      case NodeType.ANCHOR -> "an alias";
    };
  }
}

package dev.bellwether.lab.track;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A piece of an assignment. A text has its words in `text` and nothing else; every other piece has
/// children.
///
/// | tag | attributes |
/// |---|---|
/// | `document p ul li blockquote em strong del hr br table thead tbody tr` | none |
/// | `h1` to `h6`, `ol`, `th`, `td` | `id` of a heading, `start` of a list, `align` of a cell |
/// | `a` | `href`, always http or https |
/// | `image` | `alt`, and `src` where there is such a picture |
/// | `code` | its text is the child |
/// | `code-block` | `language`, `copy` and `run`, both `yes` or `no` |
/// | `callout` | `kind`: note, tip, important, warning or caution |
/// | `tab-button` | `tab`: which one, counted from 0 |
public record Markup(
    String tag, Map<String, String> attributes, String text, List<Markup> children) {
  public Markup {
    attributes = Map.copyOf(attributes);
    children = List.copyOf(children);
  }

  static Markup of(String tag, Map<String, String> attributes, List<Markup> children) {
    return new Markup(tag, attributes, "", children);
  }

  static Markup text(String text) {
    return new Markup("text", Map.of(), text, List.of());
  }

  /// The words without their markup.
  public String plain() {
    return text + children.stream().map(Markup::plain).collect(Collectors.joining());
  }
}

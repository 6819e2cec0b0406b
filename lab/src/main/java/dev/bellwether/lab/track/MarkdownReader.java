package dev.bellwether.lab.track;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/// Reads Markdown into [Markup].
///
/// @param linesBefore how many lines of the file come before the Markdown
/// @param tabs how many tabs a button may point to
/// @param pictures the names below `assets/` that there are
record MarkdownReader(
    Path file, int linesBefore, int tabs, String addressOfAssets, Set<String> pictures) {
  private static final Parser PARSER =
      Parser.builder()
          .extensions(
              List.of(
                  TablesExtension.create(),
                  StrikethroughExtension.create(),
                  AutolinkExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
          .build();

  private static final Pattern CALLOUT =
      Pattern.compile("\\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)]\\s*");
  private static final Pattern BUTTON = Pattern.compile("button\\s+label=\"([^\"]*)\".*");
  private static final Pattern TAB = Pattern.compile("tab-([0-9]{1,3})");
  private static final Pattern ASSET = Pattern.compile("(?:\\.{1,2}/)*assets/(.+)");

  Markup read(String markdown) {
    return Markup.of("document", Map.of(), children(PARSER.parse(markdown)));
  }

  private List<Markup> children(Node parent) {
    var children = new ArrayList<Markup>();
    for (var node = parent.getFirstChild(); node != null; node = node.getNext()) {
      if (!(node instanceof LinkReferenceDefinition)) {
        children.add(markup(node));
      }
    }
    return children;
  }

  private Markup markup(Node node) {
    return switch (node) {
      case Text text -> Markup.text(text.getLiteral());
      case SoftLineBreak _ -> Markup.text("\n");
      case HtmlInline html -> Markup.text(html.getLiteral());
      case HtmlBlock html -> Markup.of("p", Map.of(), List.of(Markup.text(html.getLiteral())));
      case Heading heading -> heading(heading);
      case BlockQuote quote -> quote(quote);
      case OrderedList list ->
          with(
              "ol",
              Map.of(
                  "start",
                  Integer.toString(
                      list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber())),
              list);
      case FencedCodeBlock block -> codeBlock(block.getInfo(), block.getLiteral());
      case IndentedCodeBlock block -> codeBlock("", block.getLiteral());
      case Code code -> Markup.of("code", Map.of(), List.of(Markup.text(code.getLiteral())));
      case Link link -> link(link);
      case Image image -> image(image);
      case TableCell cell -> cell(cell);
      default -> with(plainTag(node), Map.of(), node);
    };
  }

  /// Of what has nothing but children.
  private static String plainTag(Node node) {
    return switch (node) {
      case Paragraph _ -> "p";
      case BulletList _ -> "ul";
      case ListItem _ -> "li";
      case Emphasis _ -> "em";
      case StrongEmphasis _ -> "strong";
      case Strikethrough _ -> "del";
      case ThematicBreak _ -> "hr";
      case HardLineBreak _ -> "br";
      case TableBlock _ -> "table";
      case TableHead _ -> "thead";
      case TableBody _ -> "tbody";
      case TableRow _ -> "tr";
      default ->
          throw new IllegalStateException("no markup for " + node.getClass().getSimpleName());
    };
  }

  private Markup with(String tag, Map<String, String> attributes, Node node) {
    return Markup.of(tag, attributes, children(node));
  }

  private Markup heading(Heading heading) {
    var children = children(heading);
    var words = Markup.of("", Map.of(), children).plain();
    var id = words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return Markup.of("h" + heading.getLevel(), Map.of("id", id), children);
  }

  /// A quote whose first line is `[!NOTE]` or one of its kin is a callout.
  private Markup quote(BlockQuote quote) {
    if (!(quote.getFirstChild() instanceof Paragraph first)) {
      return with("blockquote", Map.of(), quote);
    }
    var firstLine = new ArrayList<Text>();
    var node = first.getFirstChild();
    while (node instanceof Text text) {
      firstLine.add(text);
      node = node.getNext();
    }
    var callout =
        CALLOUT.matcher(firstLine.stream().map(Text::getLiteral).collect(Collectors.joining()));
    boolean aloneOnItsLine = node == null || node instanceof SoftLineBreak;
    if (!callout.matches() || !aloneOnItsLine) {
      return with("blockquote", Map.of(), quote);
    }
    firstLine.forEach(Text::unlink);
    if (node == null) {
      first.unlink();
    } else {
      node.unlink();
    }
    return with("callout", Map.of("kind", callout.group(1).toLowerCase(Locale.ROOT)), quote);
  }

  /// The info string is `language,option,option`.
  private static Markup codeBlock(String info, String code) {
    var words = List.of(info.strip().split("\\s*,\\s*", -1));
    var attributes =
        Map.of(
            "language", words.getFirst().split("\\s", 2)[0].toLowerCase(Locale.ROOT),
            "copy", words.contains("nocopy") ? "no" : "yes",
            "run", words.contains("run") ? "yes" : "no");
    return Markup.of("code-block", attributes, List.of(Markup.text(code)));
  }

  private Markup link(Link link) {
    var children = children(link);
    var words = Markup.of("", Map.of(), children).plain();
    var tab = TAB.matcher(link.getDestination());
    if (tab.matches()) {
      int number = Integer.parseInt(tab.group(1));
      if (number >= tabs) {
        var range = tabs == 0 ? "no tab, there are none" : "tab-0 to tab-" + (tabs - 1);
        throw new AssignmentProblem(
            file, line(link), "link: tab-%d (expected: %s)".formatted(number, range));
      }
      var button = BUTTON.matcher(words);
      var label = button.matches() ? button.group(1) : words;
      var attributes = Map.of("tab", Integer.toString(number));
      return Markup.of("tab-button", attributes, List.of(Markup.text(label)));
    }
    boolean harmless = link.getDestination().matches("(?i)https?://.+");
    return harmless
        ? Markup.of("a", Map.of("href", link.getDestination()), children)
        : Markup.text(words);
  }

  private Markup image(Image image) {
    var attributes = new HashMap<String, String>();
    attributes.put("alt", Markup.of("", Map.of(), children(image)).plain());
    picture(image.getDestination()).ifPresent(address -> attributes.put("src", address));
    return Markup.of("image", attributes, List.of());
  }

  private Optional<String> picture(String destination) {
    var asset = ASSET.matcher(destination);
    return asset.matches() && pictures.contains(asset.group(1))
        ? Optional.of(addressOfAssets + asset.group(1))
        : Optional.empty();
  }

  private Markup cell(TableCell cell) {
    var align =
        cell.getAlignment() == null ? "left" : cell.getAlignment().name().toLowerCase(Locale.ROOT);
    return with(cell.isHeader() ? "th" : "td", Map.of("align", align), cell);
  }

  private int line(Node node) {
    return node.getSourceSpans().isEmpty()
        ? 0
        : linesBefore + node.getSourceSpans().getFirst().getLineIndex() + 1;
  }
}

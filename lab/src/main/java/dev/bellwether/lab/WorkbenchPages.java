package dev.bellwether.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bellwether.http.Handler;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import dev.bellwether.http.site.ClassPathFiles;
import dev.bellwether.http.site.Site;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Serves the workbench and the trading desk: two documents, `pages/index.html` and
/// `pages/desk.html`. Design tokens, signs and markup calls are those of the observatory; editor
/// and terminal come from their WebJars.
///
/// The policy allows scripts and styles of our own origin only, and frames of the observatory and
/// of the desk only; only the desk may be framed, and only by us. The terminal and the editor
/// assign to `innerHTML` to empty an element; `policy.js` lets that through and nothing else.
final class WorkbenchPages implements Handler {
  /// The editor's style sheet names its signs relative to itself.
  private static final Pattern EDITOR_PICTURE =
      Pattern.compile("url\\(\"\\./(main-\\d+\\.[a-z]+)\"\\)");

  private static final Set<String> OBSERVATORY_FILES =
      Set.of("tokens.css", "theme.js", "ui.js", "icons.js", "bell.svg");

  private static final ClassPathFiles FILES = new ClassPathFiles(WorkbenchPages.class);

  private final Site site;

  /// @param framed origins of the pages that tabs may show
  WorkbenchPages(List<String> framed) {
    var frames = "frame-src 'self' " + String.join(" ", framed);
    this.site =
        new Site(
            List.of(
                document("/", "index.html", frames, "frame-ancestors 'none'"),
                document("/desk", "desk.html", "frame-src 'none'", "frame-ancestors 'self'")),
            editorPictures(),
            WorkbenchPages::file);
  }

  @Override
  public Response handle(Request request) {
    return site.handle(request);
  }

  private static Site.Document document(String path, String file, String frames, String ancestors) {
    return new Site.Document(
        Pattern.compile(path),
        new String(file(file), UTF_8),
        importMap -> policy(importMap, frames, ancestors));
  }

  private static Set<String> editorPictures() {
    var styles = new String(file("ace.css"), UTF_8);
    return EDITOR_PICTURE
        .matcher(styles)
        .results()
        .map(WorkbenchPages::name)
        .collect(Collectors.toSet());
  }

  private static String name(MatchResult picture) {
    return picture.group(1);
  }

  private static byte[] file(String name) {
    return switch (name) {
      case "preact.js" -> FILES.webJar("preact", "dist/preact.module.js");
      case "preact-hooks.js" -> FILES.webJar("preact", "hooks/dist/hooks.module.js");
      case "xterm.js" -> FILES.webJar("xterm", "lib/xterm.js");
      case "xterm.css" -> FILES.webJar("xterm", "css/xterm.css");
      case "ace.css" -> FILES.webJar("ace-builds", "css/ace.css");
      case String script when script.matches("(ace|mode-.+|ext-.+)\\.js") ->
          FILES.webJar("ace-builds", "src-min-noconflict/" + script);
      case String picture when picture.startsWith("main-") ->
          FILES.webJar("ace-builds", "css/" + picture);
      case String ours when OBSERVATORY_FILES.contains(ours) ->
          FILES.read("/dev/bellwether/web/pages/" + ours);
      case String own -> FILES.read("pages/" + own);
    };
  }

  private static String policy(String importMap, String frames, String ancestors) {
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self' " + importMap,
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        frames,
        "base-uri 'none'",
        "form-action 'none'",
        ancestors,
        "require-trusted-types-for 'script'",
        "trusted-types default");
  }
}

package dev.bellwether.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bellwether.http.Handler;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import dev.bellwether.http.site.ClassPathFiles;
import dev.bellwether.http.site.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Serves the pages: one document, `pages/index.html`, which is the parts list of all files.
public final class WebPages implements Handler {
  /// The addresses a user may open or share; all of them are the same document.
  private static final Pattern PAGE =
      Pattern.compile(
          "/(map|services|service/[^/]{1,600}|traces|trace/[^/]{1,64}(/vs/[^/]{1,64})?"
              + "|logs|attributes|metrics|explain|status)");

  private static final ClassPathFiles FILES = new ClassPathFiles(WebPages.class);

  private final Site site;

  /// Pages that nobody may show inside theirs.
  public WebPages() {
    this(Set.of());
  }

  /// @param framedBy origins of pages that may show ours inside theirs
  public WebPages(Set<String> framedBy) {
    var template = new String(FILES.read("pages/index.html"), UTF_8);
    var document =
        new Site.Document(PAGE, template, importMap -> policy(importMap, new TreeSet<>(framedBy)));
    this.site = new Site(List.of(document), Set.of(), WebPages::file);
  }

  @Override
  public Response handle(Request request) {
    if (Set.of("GET", "HEAD").contains(request.method())) {
      if (request.path().equals("/")) {
        return Response.empty(302).withHeader("location", "/map");
      }
      if (isMistypedByPerson(request)) {
        return noSuchPage(request);
      }
    }
    return site.handle(request);
  }

  /// Only somebody at a browser asks for HTML; a program and the document's own scripts get the
  /// problem document.
  private static boolean isMistypedByPerson(Request request) {
    var path = request.path();
    return !PAGE.matcher(path).matches()
        && !path.startsWith("/assets/")
        && !path.startsWith("/api/")
        && request.header("accept").orElse("").contains("text/html");
  }

  /// The document says what is wrong, and offers the way to every page.
  private Response noSuchPage(Request request) {
    var headers = new HashMap<>(request.headers());
    headers.remove("if-none-match");
    var map = new Request(request.method(), "/map", Map.of(), headers, new byte[0]);
    var found = site.handle(map);
    return new Response(404, found.headers(), found.body(), Map.of());
  }

  /// What everything costs, by path: the document and every file it names, compressed.
  Map<String, Integer> transferredBytes() {
    return site.transferredBytes();
  }

  /// Preact and uPlot come from their WebJars, everything else from `pages/`.
  private static byte[] file(String name) {
    return switch (name) {
      case "preact.js" -> FILES.webJar("preact", "dist/preact.module.js");
      case "preact-hooks.js" -> FILES.webJar("preact", "hooks/dist/hooks.module.js");
      case "uplot.js" -> FILES.webJar("uplot", "dist/uPlot.esm.js");
      case "uplot.css" -> FILES.webJar("uplot", "dist/uPlot.min.css");
      default -> FILES.read("pages/" + name);
    };
  }

  private static String policy(String importMap, Set<String> framedBy) {
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self' " + importMap,
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors " + (framedBy.isEmpty() ? "'none'" : String.join(" ", framedBy)),
        "require-trusted-types-for 'script'",
        "trusted-types 'none'");
  }
}

package dev.bellwether.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bellwether.http.Handler;
import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Serves the pages. Everything is read once, here, and never again: many threads may use it.
///
/// `pages/index.html` is the parts list. A file it names as `/assets/@version@/NAME` is served, any
/// other path is not there, so no path a browser sends ever reaches the class path. `@version@` is
/// a hash over all files: a new build has new addresses, and a browser may keep the old ones
/// forever.
///
/// The import map has to stand inside the document, where the policy of the listener forbids
/// scripts; the document therefore brings a policy of its own with the hash of exactly that map.
public final class WebPages implements Handler {
  /// The addresses a user may open or share; all of them are the same document.
  private static final Pattern PAGE =
      Pattern.compile(
          "/(map|services|service/[^/]{1,600}|traces|trace/[^/]{1,64}(/vs/[^/]{1,64})?"
              + "|logs|attributes|metrics|explain|status)");

  private static final Pattern ASSET = Pattern.compile("/assets/@version@/([a-z0-9-]+\\.[a-z]+)");
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private static final Map<String, String> CONTENT_TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, Asset> assets;
  private final Asset document;
  private final String policy;

  /// Pages that nobody may show inside theirs.
  public WebPages() {
    this(Set.of());
  }

  /// @param framedBy origins of pages that may show ours inside theirs
  public WebPages(Set<String> framedBy) {
    var template = new String(read("pages/index.html"), UTF_8);
    var files = filesNamedIn(template);
    var version = versionOf(files, template);
    var html = template.replace("@version@", version);
    this.assets = new HashMap<>();
    files.forEach((name, bytes) ->
        assets.put(
            "/assets/" + version + "/" + name,
            new Asset(bytes, contentType(name), "public, max-age=31536000, immutable")));
    this.document = new Asset(html.getBytes(UTF_8), "text/html; charset=utf-8", "no-cache");
    this.policy = policyFor(html, framedBy);
  }

  @Override
  public Response handle(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw Problem.of(
          405, "method: %s (expected: GET)".formatted(request.method()), Map.of("allow", "GET"));
    }
    if (request.path().equals("/")) {
      return Response.empty(302).withHeader("location", "/map");
    }
    if (PAGE.matcher(request.path()).matches()) {
      return document.answer(request).withHeader("content-security-policy", policy);
    }
    var asset = assets.get(request.path());
    if (asset == null) {
      throw Problem.notFound("path: %s is not a page".formatted(request.path()));
    }
    return asset.answer(request);
  }

  /// What everything costs, by path: the document and every file it names, compressed.
  Map<String, Integer> transferredBytes() {
    var bytes = new HashMap<>(Map.of("/map", document.transferredBytes()));
    assets.forEach((path, asset) -> bytes.put(path, asset.transferredBytes()));
    return bytes;
  }

  private static Map<String, byte[]> filesNamedIn(String template) {
    var files = new LinkedHashMap<String, byte[]>();
    for (var match : ASSET.matcher(template).results().toList()) {
      files.computeIfAbsent(match.group(1), WebPages::bytesOf);
    }
    return files;
  }

  /// Preact and uPlot come from their WebJars, everything else from `pages/`.
  private static byte[] bytesOf(String name) {
    return switch (name) {
      case "preact.js" -> read(webJar("preact", "dist/preact.module.js"));
      case "preact-hooks.js" -> read(webJar("preact", "hooks/dist/hooks.module.js"));
      case "uplot.js" -> read(webJar("uplot", "dist/uPlot.esm.js"));
      case "uplot.css" -> read(webJar("uplot", "dist/uPlot.min.css"));
      default -> read("pages/" + name);
    };
  }

  private static String webJar(String artifact, String file) {
    var properties = new Properties();
    try (var stream =
        WebPages.class.getResourceAsStream(
            "/META-INF/maven/org.webjars.npm/%s/pom.properties".formatted(artifact))) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("the version of the WebJar " + artifact, e);
    }
    var version = properties.getProperty("version");
    return "/META-INF/resources/webjars/%s/%s/%s".formatted(artifact, version, file);
  }

  private static String versionOf(Map<String, byte[]> files, String template) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(template.getBytes(UTF_8));
    files.values().forEach(all::writeBytes);
    return HexFormat.of().formatHex(Asset.sha256(all.toByteArray()), 0, 6);
  }

  private static String policyFor(String html, Set<String> framedBy) {
    var importMap = IMPORT_MAP.matcher(html);
    if (!importMap.find()) {
      throw new IllegalStateException("pages/index.html: no import map");
    }
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self' " + Asset.contentHash(importMap.group(1).getBytes(UTF_8)),
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors "
            + (framedBy.isEmpty() ? "'none'" : String.join(" ", new TreeSet<>(framedBy))),
        "require-trusted-types-for 'script'",
        "trusted-types 'none'");
  }

  private static String contentType(String name) {
    var type = CONTENT_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalStateException("pages/%s: no content type is known".formatted(name));
    }
    return type;
  }

  private static byte[] read(String resource) {
    try (var stream = WebPages.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("%s: not on the class path".formatted(resource));
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}

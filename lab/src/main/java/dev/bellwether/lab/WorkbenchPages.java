package dev.bellwether.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bellwether.http.Handler;
import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/// Serves the workbench and the trading desk, as the observatory's pages are served: the documents
/// `pages/index.html` and `pages/desk.html` are the parts lists, and only what they name is there.
/// Design tokens, signs and markup calls are those of the observatory; editor and terminal come
/// from their WebJars.
///
/// The policy allows scripts and styles of our own origin only, and frames of the observatory and
/// of the desk only; only the desk may be framed, and only by us. The terminal and the editor
/// assign to `innerHTML` to empty an element; `policy.js` lets that through and nothing else.
final class WorkbenchPages implements Handler {
  private static final Pattern ASSET = Pattern.compile("/assets/@version@/([a-z0-9-]+\\.[a-z]+)");
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  /// The editor's style sheet names its signs relative to itself.
  private static final Pattern EDITOR_PICTURE =
      Pattern.compile("url\\(\"\\./(main-\\d+\\.[a-z]+)\"\\)");

  private static final List<String> OBSERVATORY_FILES =
      List.of("tokens.css", "theme.js", "ui.js", "icons.js", "bell.svg");

  private static final Map<String, String> CONTENT_TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "png", "image/png",
          "svg", "image/svg+xml");

  private final Map<String, byte[]> assets = new HashMap<>();
  private final Map<String, Document> documents = new HashMap<>();

  /// @param policy for the header of the same name
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Document(byte[] html, String policy) {}

  /// @param framed origins of the pages that tabs may show
  WorkbenchPages(List<String> framed) {
    var workbench = new String(read("pages/index.html"), UTF_8);
    var desk = new String(read("pages/desk.html"), UTF_8);
    var files = filesNamedIn(workbench + desk);
    var version = versionOf(files, workbench + desk);
    files.forEach((name, bytes) -> assets.put("/assets/" + version + "/" + name, bytes));
    var frames = "frame-src 'self' " + String.join(" ", framed);
    documents.put("/", document(workbench, version, frames, "frame-ancestors 'none'"));
    documents.put("/desk", document(desk, version, "frame-src 'none'", "frame-ancestors 'self'"));
  }

  @Override
  public Response handle(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw Problem.of(
          405, "method: %s (expected: GET)".formatted(request.method()), Map.of("allow", "GET"));
    }
    var document = documents.get(request.path());
    if (document != null) {
      return Response.of(200, "text/html; charset=utf-8", document.html)
          .withHeader("content-security-policy", document.policy)
          .withEtag(request);
    }
    var asset = assets.get(request.path());
    if (asset == null) {
      throw Problem.notFound("path: %s is not a page".formatted(request.path()));
    }
    return Response.of(200, contentType(request.path()), asset)
        .withHeader("cache-control", "public, max-age=31536000, immutable");
  }

  private static Map<String, byte[]> filesNamedIn(String template) {
    var files = new LinkedHashMap<String, byte[]>();
    for (var match : ASSET.matcher(template).results().toList()) {
      files.computeIfAbsent(match.group(1), WorkbenchPages::bytesOf);
    }
    var editor = new String(bytesOf("ace.css"), UTF_8);
    for (var match : EDITOR_PICTURE.matcher(editor).results().toList()) {
      files.computeIfAbsent(match.group(1), name -> read(webjar("ace-builds", "css/" + name)));
    }
    return files;
  }

  private static byte[] bytesOf(String name) {
    return switch (name) {
      case "preact.js" -> read(webjar("preact", "dist/preact.module.js"));
      case "preact-hooks.js" -> read(webjar("preact", "hooks/dist/hooks.module.js"));
      case "xterm.js" -> read(webjar("xterm", "lib/xterm.js"));
      case "xterm.css" -> read(webjar("xterm", "css/xterm.css"));
      case "ace.css" -> read(webjar("ace-builds", "css/ace.css"));
      case String script when script.matches("(ace|mode-.+|ext-.+)\\.js") ->
          read(webjar("ace-builds", "src-min-noconflict/" + script));
      case String ours when OBSERVATORY_FILES.contains(ours) ->
          read("/dev/bellwether/web/pages/" + ours);
      case String own -> read("pages/" + own);
    };
  }

  private static String webjar(String artifact, String file) {
    var properties = new Properties();
    var description = "/META-INF/maven/org.webjars.npm/%s/pom.properties".formatted(artifact);
    try (var stream = WorkbenchPages.class.getResourceAsStream(description)) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("the version of the WebJar of " + artifact, e);
    }
    return "/META-INF/resources/webjars/%s/%s/%s"
        .formatted(artifact, properties.getProperty("version"), file);
  }

  private static String versionOf(Map<String, byte[]> files, String template) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(template.getBytes(UTF_8));
    files.values().forEach(all::writeBytes);
    return HexFormat.of().formatHex(sha256(all.toByteArray()), 0, 6);
  }

  private static Document document(
      String template, String version, String frames, String ancestors) {
    var html = template.replace("@version@", version);
    var importMap = IMPORT_MAP.matcher(html);
    if (!importMap.find()) {
      throw new IllegalStateException("a page has no import map");
    }
    var hash = Base64.getEncoder().encodeToString(sha256(importMap.group(1).getBytes(UTF_8)));
    return new Document(html.getBytes(UTF_8), policy(hash, frames, ancestors));
  }

  private static String policy(String importMapHash, String frames, String ancestors) {
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self' 'sha256-" + importMapHash + "'",
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

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String contentType(String path) {
    var type = CONTENT_TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalStateException("%s: no content type is known".formatted(path));
    }
    return type;
  }

  private static byte[] read(String resource) {
    try (var stream = WorkbenchPages.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("%s: not on the class path".formatted(resource));
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}

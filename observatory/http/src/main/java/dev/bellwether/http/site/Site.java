package dev.bellwether.http.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bellwether.http.Handler;
import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Documents, and the files that they name. Everything is read once, here, and never again: many
/// threads may use it.
///
/// A document is a parts list. A file it names as `/assets/@version@/NAME` is served, any other
/// path is not there, so no path a browser sends ever reaches the class path. `@version@` is a hash
/// over all documents and files: a new build has new addresses, and a browser may keep the old ones
/// forever.
///
/// The import map has to stand inside the document, where the policy of the listener forbids
/// scripts; each document therefore brings a policy of its own with the hash of exactly that map.
public final class Site implements Handler {
  private static final Pattern ASSET = Pattern.compile("/assets/@version@/([a-z0-9-]+\\.[a-z]+)");
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private static final Map<String, String> CONTENT_TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "png", "image/png",
          "svg", "image/svg+xml");

  private final Map<String, Asset> assets = new HashMap<>();
  private final List<Page> pages = new ArrayList<>();

  /// An HTML document.
  ///
  /// @param addresses the paths that it answers to
  /// @param template HTML with an import map
  /// @param policy the header `content-security-policy`, given the source of the import map
  public record Document(Pattern addresses, String template, UnaryOperator<String> policy) {}

  private record Page(Pattern addresses, Asset asset, String policy) {}

  /// Reads everything.
  ///
  /// @param more files that only other files name, relative to themselves
  /// @param files by name
  public Site(List<Document> documents, Set<String> more, Function<String, byte[]> files) {
    var named = new LinkedHashMap<String, byte[]>();
    for (var document : documents) {
      for (var match : ASSET.matcher(document.template).results().toList()) {
        named.computeIfAbsent(match.group(1), files);
      }
    }
    more.forEach(name -> named.computeIfAbsent(name, files));
    var version = versionOf(named, documents);
    named.forEach((name, bytes) ->
        assets.put(
            "/assets/" + version + "/" + name,
            new Asset(bytes, contentType(name), "public, max-age=31536000, immutable")));
    documents.forEach(document -> pages.add(page(document, version)));
  }

  @Override
  public Response handle(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      throw Problem.of(
          405, "method: %s (expected: GET)".formatted(request.method()), Map.of("allow", "GET"));
    }
    for (var page : pages) {
      if (page.addresses.matcher(request.path()).matches()) {
        return page.asset.answer(request).withHeader("content-security-policy", page.policy);
      }
    }
    var asset = assets.get(request.path());
    if (asset == null) {
      throw Problem.notFound("path: %s is not a page".formatted(request.path()));
    }
    return asset.answer(request);
  }

  /// What each file costs, compressed, by path; each document by its addresses.
  public Map<String, Integer> transferredBytes() {
    var bytes = new HashMap<String, Integer>();
    pages.forEach(page -> bytes.put(page.addresses.pattern(), page.asset.transferredBytes()));
    assets.forEach((path, asset) -> bytes.put(path, asset.transferredBytes()));
    return bytes;
  }

  private static String versionOf(Map<String, byte[]> files, List<Document> documents) {
    var all = new ByteArrayOutputStream();
    documents.forEach(document -> all.writeBytes(document.template.getBytes(UTF_8)));
    files.values().forEach(all::writeBytes);
    return HexFormat.of().formatHex(Asset.sha256(all.toByteArray()), 0, 6);
  }

  private static Page page(Document document, String version) {
    var html = document.template.replace("@version@", version);
    var importMap = IMPORT_MAP.matcher(html);
    if (!importMap.find()) {
      throw new IllegalStateException("a document has no import map");
    }
    return new Page(
        document.addresses,
        new Asset(html.getBytes(UTF_8), "text/html; charset=utf-8", "no-cache"),
        document.policy.apply(Asset.contentHash(importMap.group(1).getBytes(UTF_8))));
  }

  private static String contentType(String name) {
    var type = CONTENT_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalStateException("%s: no content type is known".formatted(name));
    }
    return type;
  }
}

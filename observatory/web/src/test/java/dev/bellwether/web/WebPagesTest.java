package dev.bellwether.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.http.Problem;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebPagesTest {
  private static final Path FOLDER = Path.of("src/main/resources/dev/bellwether/web/pages");

  private final WebPages pages = new WebPages();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/map",
        "/services",
        "/service/trader",
        "/service/a%2Fb%20c",
        "/traces",
        "/logs",
        "/explain",
        "/status",
        "/trace/0af7651916cd43dd8448eb211c80319c",
        "/trace/0af7651916cd43dd8448eb211c80319c/vs/4bf92f3577b34da6a3ce929d0e0e4736"
      })
  void every_page_is_the_same_document(String path) {
    var response = get(path);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.headers()).containsEntry("content-type", "text/html; charset=utf-8");
    assertThat(new String(response.body(), UTF_8)).contains("<div id=\"app\">");
  }

  @Test
  void the_root_leads_to_the_map() {
    var response = get("/");

    assertThat(response.status()).isEqualTo(302);
    assertThat(response.headers()).containsEntry("location", "/map");
  }

  @Test
  void every_file_that_the_document_names_is_served_forever() {
    for (var path : assetPaths()) {
      var response = get(path);

      assertThat(response.status()).describedAs(path).isEqualTo(200);
      assertThat(response.headers().get("cache-control")).contains("immutable");
      assertThat(response.headers().get("etag")).matches("\"[0-9a-f]{24}\"");
    }
  }

  @Test
  void every_file_of_the_folder_is_named_in_the_document() throws IOException {
    try (var files = Files.list(FOLDER)) {
      var names = files.map(file -> file.getFileName().toString()).sorted();

      assertThat(names.filter(name -> !name.equals("index.html") && !name.equals("api.d.ts")))
          .allSatisfy(name -> assertThat(assetPaths()).anyMatch(path -> path.endsWith("/" + name)));
    }
  }

  @Test
  void the_policy_allows_the_import_map_by_its_hash_and_no_other_inline_script()
      throws NoSuchAlgorithmException {
    var response = get("/map");
    var html = new String(response.body(), UTF_8);
    var map = between(html, "<script type=\"importmap\">", "</script>");

    var policy = response.headers().get("content-security-policy");

    var hash = MessageDigest.getInstance("SHA-256").digest(map.getBytes(UTF_8));
    assertThat(policy).contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
    assertThat(policy).doesNotContain("unsafe");
  }

  @Test
  void a_browser_that_has_the_document_is_told_so() {
    var etag = get("/map").headers().get("etag");

    var again = get("/map", Map.of("if-none-match", etag));

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers()).containsEntry("etag", etag);
  }

  @Test
  void a_browser_that_can_inflate_gets_the_same_bytes_smaller() throws IOException {
    var plain = get("/map");

    var packed = get("/map", Map.of("accept-encoding", "br, gzip"));

    assertThat(packed.headers()).containsEntry("content-encoding", "gzip");
    assertThat(packed.headers().get("etag")).isNotEqualTo(plain.headers().get("etag"));
    assertThat(packed.body().length).isLessThan(plain.body().length);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
        .isEqualTo(plain.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../etc/passwd",
        "/assets/../../etc/passwd",
        "/assets/000000000000/../WebPages.class",
        "/assets/000000000000/main.js",
        "/assets/..%2fmain.js",
        "/assets/..\\main.js",
        "/assets/main.js\0.svg",
        "/map;a=b",
        "/map/",
        "/trace/",
        "/service/",
        "/service/a/b",
        "/trace/a/b",
        "/trace/a/vs/",
        "/trace/a/vs/b/c",
        "/index.html",
        "/api/nothing",
        "/favicon.ico"
      })
  void nothing_else_is_there(String path) {
    assertThatThrownBy(() -> get(path))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
  }

  @Test
  void who_mistypes_an_address_in_a_browser_sees_a_page_that_says_so() {
    var response = get("/mpa", Map.of("accept", "text/html,*/*;q=0.8"));

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers().get("content-type")).startsWith("text/html");
    assertThat(response.headers()).containsKey("content-security-policy");
    assertThat(response.body()).isEqualTo(get("/map").body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/nothing", "/assets/000000000000/main.js"})
  void what_scripts_ask_for_is_never_answered_with_a_page(String path) {
    assertThatThrownBy(() -> get(path, Map.of("accept", "text/html,*/*;q=0.8")))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
  }

  @Test
  void nothing_can_be_posted() {
    var request = new Request("POST", "/map", Map.of(), Map.of(), new byte[0]);

    assertThatThrownBy(() -> pages.handle(request))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(405);
              assertThat(problem.headers()).containsEntry("allow", "GET");
            });
  }

  /// The budget of all pages together.
  @Test
  void all_pages_are_small() {
    var bytes = pages.transferredBytes();

    assertThat(bytes.values().stream().mapToInt(Integer::intValue).sum())
        .describedAs("compressed bytes: %s", bytes)
        .isLessThanOrEqualTo(300_000);
  }

  /// The budget of the first visit: 90 KB and 45 requests. What stands in a comment is fetched when
  /// somebody goes there; the import map only says where it is.
  @Test
  void a_first_visit_is_small() {
    var first =
        new String(get("/map").body(), UTF_8)
            .replaceAll("(?s)<!--.*?-->|<script type=\"importmap\">.*?</script>", "");
    var bytes = new HashMap<>(pages.transferredBytes());
    bytes.keySet().removeIf(path -> path.startsWith("/assets/") && !first.contains(path));

    assertThat(bytes.values().stream().mapToInt(Integer::intValue).sum())
        .describedAs("compressed bytes: %s", bytes)
        .isLessThanOrEqualTo(90_000);
    assertThat(bytes).hasSizeLessThanOrEqualTo(45);
  }

  @Test
  void no_file_names_another_host() {
    var elsewhere = Pattern.compile("(src|href|from|import|url)[=( ]+[\"']?https?://");

    for (var path : Stream.concat(Stream.of("/map"), assetPaths().stream()).toList()) {
      var text = new String(get(path).body(), UTF_8).replaceAll("(?m)^\\s*//.*$", "");

      assertThat(elsewhere.matcher(text).find()).describedAs(path).isFalse();
    }
  }

  private List<String> assetPaths() {
    return Pattern.compile("/assets/[0-9a-f]{12}/[a-z-]+\\.[a-z]+")
        .matcher(new String(get("/map").body(), UTF_8))
        .results()
        .map(match -> match.group())
        .distinct()
        .toList();
  }

  private Response get(String path) {
    return get(path, Map.of());
  }

  private Response get(String path, Map<String, String> headers) {
    return pages.handle(new Request("GET", path, Map.of(), headers, new byte[0]));
  }

  private static String between(String text, String start, String end) {
    var from = text.indexOf(start) + start.length();
    return text.substring(from, text.indexOf(end, from));
  }
}

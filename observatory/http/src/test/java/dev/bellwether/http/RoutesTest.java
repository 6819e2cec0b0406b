package dev.bellwether.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private final Routes routes =
      Routes.none()
          .get("/", _ -> Response.text(200, "home"))
          .get("/api/logs/patterns", _ -> Response.text(200, "patterns"))
          .get("/api/logs/{id}", request -> Response.text(200, request.segment("id")))
          .post("/api/explain", _ -> Response.text(200, "explained"))
          .get("/api/explain", _ -> Response.text(200, "asked"));

  @Test
  void a_path_is_found_by_its_text() {
    assertThat(answer("GET", "/")).isEqualTo("home");
    assertThat(answer("POST", "/api/explain")).isEqualTo("explained");
    assertThat(answer("HEAD", "/api/explain")).isEqualTo("asked");
  }

  @Test
  void the_first_route_that_matches_wins() {
    assertThat(answer("GET", "/api/logs/patterns")).isEqualTo("patterns");
  }

  @Test
  void a_segment_is_decoded_after_the_path_was_cut() {
    assertThat(answer("GET", "/api/logs/a%2Fb+c%20d")).isEqualTo("a/b+c d");
  }

  @Test
  void an_unknown_path_is_not_found() {
    assertProblem(404, "GET", "/api");
    assertProblem(404, "GET", "/api/logs/");
    assertProblem(404, "GET", "/api/logs/a/b");
    assertProblem(404, "GET", "/api/logs/../../etc/passwd");
  }

  @Test
  void a_wrong_method_is_answered_with_the_right_ones() {
    var problem = assertProblem(405, "DELETE", "/api/explain");

    assertThat(problem.headers()).containsEntry("allow", "GET, HEAD, POST");
  }

  @Test
  void a_broken_escape_is_a_bad_request() {
    assertProblem(400, "GET", "/api/logs/%zz");
  }

  private String answer(String method, String path) {
    return new String(routes.handle(request(method, path)).body(), UTF_8);
  }

  private Problem assertProblem(int status, String method, String path) {
    var thrown = new Problem[1];
    assertThatThrownBy(() -> routes.handle(request(method, path)))
        .isInstanceOfSatisfying(Problem.class, problem -> thrown[0] = problem);
    assertThat(thrown[0].status()).isEqualTo(status);
    return thrown[0];
  }

  private static Request request(String method, String path) {
    return new Request(method, path, Map.of(), Map.of(), new byte[0]);
  }
}

package dev.bellwether.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Through a real socket, because HTTP clients do not let a test choose `Host`.
class GuardTest {
  private final AtomicInteger handled = new AtomicInteger();
  private HttpListener listener = listen(ListenerOptions.of("test", 0));

  @AfterEach
  void close() {
    listener.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST:4300", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:4318"})
  void the_names_of_loopback_are_ours_with_any_port(String host) throws IOException {
    assertThat(get("/", "Host: " + host)).startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "localhost.",
        "127.0.0.1.nip.io",
        "10.0.0.1",
        "localhost:80x",
        "localhost:4300, evil.example",
        "localhost@evil.example",
        "[::1",
        "[::2]:80",
        ""
      })
  void a_strangers_name_is_turned_away_on_every_path(String host) throws IOException {
    for (var path : new String[] {"/", "/api/health", "/nowhere"}) {
      assertThat(get(path, "Host: " + host)).startsWith("HTTP/1.1 421");
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void a_request_without_a_name_is_turned_away() throws IOException {
    assertThat(get("/", "X-Nothing: 1")).matches("(?s)HTTP/1.1 4(00|21) .*");
    assertThat(handled).hasValue(0);
  }

  @Test
  void two_names_are_one_too_many() throws IOException {
    assertThat(get("/", "Host: localhost\nHost: localhost")).startsWith("HTTP/1.1 400");
    assertThat(handled).hasValue(0);
  }

  @Test
  void a_target_with_another_authority_is_turned_away() throws IOException {
    assertThat(get("http://evil.example/", "Host: localhost")).startsWith("HTTP/1.1 421");
    assertThat(get("http://localhost/", "Host: localhost")).startsWith("HTTP/1.1 421");
    assertThat(handled).hasValue(0);
  }

  @Test
  void a_configured_name_is_ours_too() throws IOException {
    listener.close();
    listener = listen(ListenerOptions.of("test", 0).withHostNames(Set.of("Box.lan")));

    assertThat(get("/", "Host: box.lan:4300")).startsWith("HTTP/1.1 200");
    assertThat(get("/", "Host: localhost")).startsWith("HTTP/1.1 200");
    assertThat(get("/", "Host: other.lan")).startsWith("HTTP/1.1 421");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: null",
        "Origin: http://localhost:9999",
        "Origin: http://localhost:4300.evil.example",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: iframe",
        "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: no-cors\nSec-Fetch-Dest: script"
      })
  void what_a_strangers_page_started_is_refused(String headers) throws IOException {
    var answer = get("/api/health", "Host: localhost:4300\n" + headers);

    assertThat(answer).startsWith("HTTP/1.1 403").doesNotContainIgnoringCase("access-control");
    assertThat(handled).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://localhost:4300",
        "Sec-Fetch-Site: same-origin\nOrigin: http://localhost:4300",
        "Sec-Fetch-Site: none\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document",
        "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document"
      })
  void our_own_pages_and_links_to_them_work(String headers) throws IOException {
    assertThat(get("/", "Host: localhost:4300\n" + headers)).startsWith("HTTP/1.1 200");
  }

  @Test
  void a_form_of_a_strangers_page_cannot_post_by_navigating() throws IOException {
    var navigation =
        "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document";

    var answer = ask("POST", "/", "Host: localhost\nContent-Length: 0\n" + navigation);

    assertThat(answer).startsWith("HTTP/1.1 403");
    assertThat(handled).hasValue(0);
  }

  @Test
  void a_page_of_this_machine_may_show_ours_inside_its_own_where_that_is_configured()
      throws IOException {
    listener.close();
    listener = listen(ListenerOptions.of("test", 0).withFramedBy(Set.of("http://localhost:4301")));
    var frame = "Host: localhost\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: iframe\n";

    assertThat(get("/", frame + "Sec-Fetch-Site: same-site")).startsWith("HTTP/1.1 200");
    assertThat(get("/", frame + "Sec-Fetch-Site: cross-site")).startsWith("HTTP/1.1 403");
    assertThat(get("/", "Host: localhost\nSec-Fetch-Site: same-site")).startsWith("HTTP/1.1 403");
  }

  @Test
  void a_preflight_gets_no_permission() throws IOException {
    var answer = ask("OPTIONS", "/v1/traces", "Host: localhost\nOrigin: https://evil.example");

    assertThat(answer).startsWith("HTTP/1.1 403").doesNotContainIgnoringCase("access-control");
  }

  @Test
  void a_configured_token_must_be_shown_once_and_right() throws IOException {
    listener.close();
    listener = listen(ListenerOptions.of("test", 0).withToken("s3cret"));

    assertThat(get("/", "Host: localhost\nAuthorization: Bearer s3cret"))
        .startsWith("HTTP/1.1 200");
    assertThat(get("/", "Host: localhost")).startsWith("HTTP/1.1 401");
    assertThat(get("/", "Host: localhost\nAuthorization: Bearer s3cre")).startsWith("HTTP/1.1 401");
    assertThat(
            get("/", "Host: localhost\nAuthorization: Bearer s3cret\nAuthorization: Bearer s3cret"))
        .startsWith("HTTP/1.1 401");
    assertThat(handled).hasValue(1);
  }

  @Test
  void the_token_is_asked_for_before_the_body_is_read() throws IOException {
    listener.close();
    listener = listen(ListenerOptions.of("test", 0).withToken("s3cret"));

    try (var raw = RawConnection.to(listener)) {
      raw.send("POST / HTTP/1.1\nHost: localhost\nContent-Length: 1000\n\nonly the beginning");

      assertThat(raw.readUntil("\r\n")).startsWith("HTTP/1.1 401");
    }
  }

  @Test
  void the_token_is_never_part_of_the_printed_options() {
    assertThat(ListenerOptions.of("test", 0).withToken("s3cret"))
        .asString()
        .doesNotContain("s3cret");
  }

  private HttpListener listen(ListenerOptions options) {
    return HttpListener.start(
        options,
        _ -> {
          handled.incrementAndGet();
          return Response.text(200, "ours");
        });
  }

  private String get(String path, String headers) throws IOException {
    return ask("GET", path, headers);
  }

  private String ask(String method, String path, String headers) throws IOException {
    try (var raw = RawConnection.to(listener)) {
      return raw.send("%s %s HTTP/1.1\nConnection: close\n%s\n\n".formatted(method, path, headers))
          .readToEnd();
    }
  }
}

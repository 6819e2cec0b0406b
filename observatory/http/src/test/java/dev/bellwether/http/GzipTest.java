package dev.bellwether.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GzipTest {
  @Test
  void what_was_deflated_inflates_to_the_same() {
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    for (int length : List.of(0, 1, 63, 64, 65, 8192, 100_000)) {
      var bytes = new byte[length];
      random.nextBytes(bytes);

      assertThat(Gzip.inflated(Gzip.deflated(bytes), length)).as("seed " + seed).isEqualTo(bytes);
    }
  }

  @Test
  void a_bomb_is_refused_when_it_passes_the_limit() {
    var bomb = Gzip.deflated(new byte[64 << 20]);

    assertThat(bomb).hasSizeLessThan(100_000);
    assertProblem(413, () -> Gzip.inflated(bomb, 1 << 20));
    assertThat(Gzip.inflated(bomb, 64 << 20)).hasSize(64 << 20);
  }

  @Test
  void many_members_are_one_stream_and_share_the_limit() {
    var members = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      members.writeBytes(Gzip.deflated(new byte[1000]));
    }

    assertThat(Gzip.inflated(members.toByteArray(), 100_000)).hasSize(100_000);
    assertProblem(413, () -> Gzip.inflated(members.toByteArray(), 99_999));
  }

  @Test
  void a_broken_stream_is_the_callers_mistake() {
    var whole = Gzip.deflated("telemetry".repeat(100).getBytes(UTF_8));

    for (int length = 0; length < whole.length; length++) {
      var cut = Arrays.copyOf(whole, length);
      assertProblem(400, () -> Gzip.inflated(cut, 10_000));
    }
    var wrongSum = whole.clone();
    wrongSum[whole.length - 8] ^= 1;
    assertProblem(400, () -> Gzip.inflated(wrongSum, 10_000));
    assertProblem(400, () -> Gzip.inflated("not gzip at all".getBytes(UTF_8), 10_000));
  }

  @Test
  void a_request_is_inflated_by_its_content_encoding() {
    var body = "hello".getBytes(UTF_8);

    assertThat(request("identity", body).inflated(5)).isEqualTo(body);
    assertThat(request("gzip", Gzip.deflated(body)).inflated(5)).isEqualTo(body);
    assertProblem(413, () -> request("identity", body).inflated(4));
    assertProblem(413, () -> request("gzip", Gzip.deflated(body)).inflated(4));
    assertProblem(415, () -> request("gzip, gzip", body).inflated(5));
    assertProblem(415, () -> request("zstd", body).inflated(5));
  }

  private static Request request(String encoding, byte[] body) {
    return new Request("POST", "/", Map.of(), Map.of("content-encoding", encoding), body);
  }

  private static void assertProblem(int status, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(status));
  }
}

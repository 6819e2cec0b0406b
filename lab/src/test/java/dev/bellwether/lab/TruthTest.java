package dev.bellwether.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthTest {
  @TempDir Path folder;

  @Test
  void a_plan_with_the_seed_of_the_case_is_the_cause_and_its_decoys_are_confounders()
      throws IOException {
    var truth =
        read(
            """
            {"event":"started","at":"2026-01-01T12:00:00Z","id":"a","services":["recorder"],"decoys":{"region":"NA"},"plan":{"seed":8,"where":{"customer_id":"l.hall"}}}
            {"event":"started","at":"2026-01-01T12:00:01Z","id":"b","services":["monkey"],"decoys":{},"plan":{"seed":9,"where":{"symbol":"ZYX"}}}
            {"event":"started","at":"2026-01-01T12:00:02Z","id":"c","services":["monkey"],"decoys":{},"plan":{"seed":4,"where":{"symbol":"BAA"}}}
            {"event":"victims","at":"2026-01-01T12:00:02Z","id":"a","service":"recorder","trades":["1","2"]}
            {"event":"victims","at":"2026-01-01T12:00:02Z","id":"b","service":"monkey","trades":["3"]}
            {"event":"victims","at":"2026-01-01T12:00:03Z","id":"a","service":"recorder","trades":["2","5"]}
            {"event":"victims","at":"2026-01-01T12:00:04Z","id":"a","serv\
            """);

    assertThat(truth.right()).containsExactly(Claim.of("customer_id", "l.hall"));
    assertThat(truth.confounders())
        .containsExactlyInAnyOrder(Claim.of("region", "NA"), Claim.of("symbol", "ZYX"));
    assertThat(truth.victims()).containsExactly("1", "2", "5");
    assertThat(truth.began()).isEqualTo("2026-01-01T12:00:00Z");
  }

  @Test
  void what_only_the_second_recorder_does_is_the_canarys() throws IOException {
    var truth =
        read(
            """
            {"event":"started","at":"2026-01-01T12:00:00Z","id":"a","services":["recorder-canary"],"decoys":{},"plan":{"seed":8,"where":{"region":"EU"}}}
            """);

    assertThat(truth.isRight(Claim.of("canary", "true"))).isTrue();
    assertThat(truth.isRight(Claim.of("service", "recorder-canary"))).isTrue();
    assertThat(truth.isRight(Claim.of("region", "EU"))).isFalse();
    assertThat(truth.isConfounder(Claim.of("region", "EU"))).isTrue();
    assertThat(truth.hasKey(Claim.of("canary", "false"))).isTrue();
  }

  @Test
  void without_an_incident_there_is_no_truth() throws IOException {
    Files.writeString(folder.resolve("ledger"), "");

    assertThat(Truth.read(folder.resolve("ledger"), 8)).isEmpty();
  }

  private Truth read(String lines) throws IOException {
    Files.writeString(folder.resolve("ledger"), lines);
    return Truth.read(folder.resolve("ledger"), 8).orElseThrow();
  }
}

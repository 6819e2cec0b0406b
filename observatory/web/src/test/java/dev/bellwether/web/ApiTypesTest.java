package dev.bellwether.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.api.AttributeKeysJson;
import dev.bellwether.api.CoverageJson;
import dev.bellwether.api.EdgeJson;
import dev.bellwether.api.ExplainJson;
import dev.bellwether.api.GapsJson;
import dev.bellwether.api.HealthJson;
import dev.bellwether.api.LogPatternsJson;
import dev.bellwether.api.LogsJson;
import dev.bellwether.api.MetricJson;
import dev.bellwether.api.MetricsJson;
import dev.bellwether.api.ServiceInstancesJson;
import dev.bellwether.api.ServiceJson;
import dev.bellwether.api.ServiceMapJson;
import dev.bellwether.api.ServicesJson;
import dev.bellwether.api.TimelineJson;
import dev.bellwether.api.TraceJson;
import dev.bellwether.api.TraceLinksJson;
import dev.bellwether.api.TracesJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiTypesTest {
  private static final Path FILE = Path.of("src/main/resources/dev/bellwether/web/pages/api.d.ts");
  private static final List<Class<?>> ANSWERS =
      List.of(
          ServiceMapJson.class,
          EdgeJson.class,
          GapsJson.class,
          ServicesJson.class,
          ServiceJson.class,
          ServiceInstancesJson.class,
          TracesJson.class,
          TraceJson.class,
          TraceLinksJson.class,
          LogsJson.class,
          LogPatternsJson.class,
          AttributeKeysJson.class,
          CoverageJson.class,
          TimelineJson.class,
          MetricsJson.class,
          MetricJson.class,
          ExplainJson.class,
          HealthJson.class);

  @Test
  void the_committed_types_are_those_of_the_records() throws IOException {
    var expected = ApiTypes.of(ANSWERS);
    if (Boolean.getBoolean("bellwether.writeTypes")) {
      Files.writeString(FILE, expected);
    }

    var committed = Files.exists(FILE) ? Files.readString(FILE) : "";

    assertThat(committed)
        .describedAs(
            "%s is out of date; write it afresh with%n  mvn -q -pl observatory/web -am test"
                + " -Dtest=ApiTypesTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dbellwether.writeTypes=true",
            FILE)
        .isEqualTo(expected);
  }
}

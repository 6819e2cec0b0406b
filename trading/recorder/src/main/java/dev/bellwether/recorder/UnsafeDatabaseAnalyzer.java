package dev.bellwether.recorder;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Makes Spring say why we do not start in two lines instead of a stack trace. Spring finds it
/// through `META-INF/spring.factories`.
final class UnsafeDatabaseAnalyzer extends AbstractFailureAnalyzer<Database.UnsafeDatabase> {

  @Override
  protected FailureAnalysis analyze(Throwable failure, Database.UnsafeDatabase cause) {
    return new FailureAnalysis(
        cause.getMessage(), "switch it on, or set RECORDER_ALLOW_UNSAFE_DATABASE=true", cause);
  }
}

package dev.bellwether.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;

/// Requests that leave no trace: the last byte of `traceparent` says "do not record", so that what
/// the launcher asks stays out of the telemetry and off the map (decision 0010).
final class UnsampledHttp {
  /// Long enough for a JVM that shares two cores with seven others while all of them start.
  private static final int TIMEOUT_MILLIS = 2000;

  private UnsampledHttp() {}

  /// The status of the answer.
  static int status(String method, URI uri) throws IOException {
    var connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestProperty("traceparent", unsampled());
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  private static String unsampled() {
    var random = ThreadLocalRandom.current();
    return "00-%016x%016x-%016x-00"
        .formatted(random.nextLong() | 1, random.nextLong(), random.nextLong() | 1);
  }
}

package dev.bellwether.http;

import java.util.Map;

/// An error answer in the shape of RFC 9457: what went wrong, in words that name the thing, its
/// value and the rule. Thrown by handlers; the listener turns it into `application/problem+json`.
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient Map<String, String> headers;

  private Problem(int status, String detail, Map<String, String> headers) {
    super(detail, null, false, false);
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  /// 400: the caller's mistake, for example `limit: 5000 (expected: 1 to 1000)`.
  public static Problem badRequest(String detail) {
    return new Problem(400, detail, Map.of());
  }

  public static Problem notFound(String detail) {
    return new Problem(404, detail, Map.of());
  }

  /// Any status, with headers such as `retry-after` or `allow`.
  public static Problem of(int status, String detail, Map<String, String> headers) {
    return new Problem(status, detail, headers);
  }

  public int status() {
    return status;
  }

  public Map<String, String> headers() {
    return headers;
  }
}

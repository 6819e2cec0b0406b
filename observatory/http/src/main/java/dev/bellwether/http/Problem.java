package dev.bellwether.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// An error answer in the shape of RFC 9457: what went wrong, in words that name the thing, its
/// value and the rule. Thrown by handlers; the listener turns it into `application/problem+json`.
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String detail;
  private final transient Map<String, String> headers;

  private Problem(int status, String detail, Map<String, String> headers) {
    super(detail, null, false, false);
    this.status = status;
    this.detail = detail;
    this.headers = Map.copyOf(headers);
  }

  /// 400: the caller's mistake, for example `limit: 5000 (expected: 1 to 1000)`.
  public static Problem badRequest(String detail) {
    return new Problem(400, detail, Map.of());
  }

  public static Problem notFound(String detail) {
    return new Problem(404, detail, Map.of());
  }

  /// 503: the same request may succeed after `seconds`.
  public static Problem unavailable(String detail, long seconds) {
    return new Problem(503, detail, Map.of("retry-after", Long.toString(seconds)));
  }

  /// Any status, with headers such as `retry-after` or `allow`.
  public static Problem of(int status, String detail, Map<String, String> headers) {
    return new Problem(status, detail, headers);
  }

  static Problem tooLarge(String what, long bytesMax) {
    return new Problem(413, "%s: more than %d bytes".formatted(what, bytesMax), Map.of());
  }

  public int status() {
    return status;
  }

  public String detail() {
    return detail;
  }

  public Map<String, String> headers() {
    return headers;
  }

  /// The problem document that answers `request`.
  public Response response(Request request) {
    var document =
        """
        {"type":"about:blank","title":%s,"status":%d,"detail":%s,"instance":%s}\
        """
            .formatted(
                quoted(HttpResponseStatus.valueOf(status).reasonPhrase()),
                status,
                quoted(detail),
                quoted(request.path()));
    var all = new HashMap<>(headers);
    all.put("content-type", "application/problem+json");
    return new Response(status, all, document.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  private static String quoted(String text) {
    var json = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}

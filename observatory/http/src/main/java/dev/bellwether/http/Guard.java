package dev.bellwether.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who may talk to a listener. Being on loopback is no answer to that: every page that the
/// developer's browser shows can send requests there. Asked first for every request, before its
/// body is read. Immutable.
///
/// - `Host` must name us: a stranger's name that resolves to us carries a stranger's page (421).
/// - What a page of another origin started is refused (403), but for a link that someone followed:
///   the page that sent it does not see the answer. Where pages may be framed, a frame of another
///   page on this machine is such a link, too; which of them it may be is up to the browser, which
///   reads it in the policy of our page.
/// - The token, where one is configured, must be right (401).
final class Guard {
  private final Set<String> hostNames;
  private final Optional<byte[]> authorization;
  private final boolean framed;

  Guard(Set<String> hostNames, Optional<String> token, Set<String> framedBy) {
    this.hostNames = hostNames;
    this.framed = !framedBy.isEmpty();
    this.authorization = token.map(secret -> utf8("Bearer " + secret));
  }

  /// Why the request is refused, or nothing.
  ///
  /// @param host the request's one authority, as sent
  Optional<Problem> refusal(Request head, String host) {
    if (!hostNames.contains(nameOf(host))) {
      return refused(421, "host: '%s' (expected: one of %s)".formatted(host, hostNames));
    }
    if (!followedLink(head) && !framed(head)) {
      var site = head.header("sec-fetch-site").orElse("none");
      if (!site.equals("none") && !site.equals("same-origin")) {
        return refused(403, "sec-fetch-site: %s (expected: same-origin)".formatted(site));
      }
      var origin = head.header("origin");
      if (origin.isPresent() && !sameOrigin(origin.get(), host)) {
        return refused(403, "origin: %s (expected: http://%s)".formatted(origin.get(), host));
      }
    }
    return authorization.isEmpty() || authorized(head) ? Optional.empty() : unauthorized();
  }

  /// The name without the port; empty, which nobody is called, when there is something else.
  private static String nameOf(String host) {
    int end =
        host.startsWith("[")
            ? host.indexOf(']') + 1
            : host.indexOf(':') < 0 ? host.length() : host.indexOf(':');
    var port = host.substring(end);
    return port.isEmpty() || port.matches(":[0-9]{1,5}")
        ? host.substring(0, end).toLowerCase(Locale.ROOT)
        : "";
  }

  private static boolean followedLink(Request head) {
    return navigates(head, "document");
  }

  private boolean framed(Request head) {
    return framed
        && navigates(head, "iframe")
        && head.header("sec-fetch-site").orElse("").equals("same-site");
  }

  private static boolean navigates(Request head, String destination) {
    return (head.method().equals("GET") || head.method().equals("HEAD"))
        && head.header("sec-fetch-mode").orElse("").equals("navigate")
        && head.header("sec-fetch-dest").orElse("").equals(destination);
  }

  private static boolean sameOrigin(String origin, String host) {
    return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
  }

  private boolean authorized(Request head) {
    var shown = utf8(head.header("authorization").orElse(""));
    return MessageDigest.isEqual(authorization.orElseThrow(), shown);
  }

  private static Optional<Problem> unauthorized() {
    return Optional.of(
        Problem.of(
            401,
            "authorization: missing or wrong (expected: the configured token)",
            Map.of("www-authenticate", "Bearer")));
  }

  private static Optional<Problem> refused(int status, String detail) {
    return Optional.of(Problem.of(status, detail, Map.of()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package dev.bellwether.http;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where a listener listens, who may talk to it and how much.
///
/// @param name names the threads and stands in log lines: `otlp-http`, `api`
/// @param addresses to listen on, all with the same port
/// @param port 0 picks a free one
/// @param hostNames in lower case: what a caller may write into `Host`, without port. Pages of
///   strangers that make a browser resolve their own name to us are turned away by this
/// @param token what callers must show as `Authorization: Bearer …`; empty when there is none
/// @param framedBy origins of pages on this machine that may show ours inside theirs; the policy of
///   the page has to name them, too
/// @param contentSecurityPolicy sent with every answer; the default allows nothing
public record ListenerOptions(
    String name,
    List<String> addresses,
    int port,
    Set<String> hostNames,
    Optional<String> token,
    Set<String> framedBy,
    String contentSecurityPolicy,
    ListenerLimits limits) {
  /// Both loopback addresses; one that the machine does not have is left out.
  public static final List<String> LOOPBACK = List.of("127.0.0.1", "::1");

  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  public ListenerOptions {
    addresses = List.copyOf(addresses);
    hostNames = Set.copyOf(hostNames);
    framedBy = Set.copyOf(framedBy);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException(
          "listener %s: no address (expected: at least one)".formatted(name));
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "listener %s: port %d (expected: 0 to 65535)".formatted(name, port));
    }
  }

  /// A listener on loopback with the default limits, for callers on this machine.
  public static ListenerOptions of(String name, int port) {
    return new ListenerOptions(
        name,
        LOOPBACK,
        port,
        LOOPBACK_NAMES,
        Optional.empty(),
        Set.of(),
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ListenerLimits.DEFAULT);
  }

  public ListenerOptions withAddresses(List<String> addresses) {
    return new ListenerOptions(
        name, addresses, port, hostNames, token, framedBy, contentSecurityPolicy, limits);
  }

  /// Allows more names in `Host` than those of loopback.
  public ListenerOptions withHostNames(Set<String> names) {
    var all =
        Stream.concat(LOOPBACK_NAMES.stream(), names.stream())
            .map(hostName -> hostName.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return new ListenerOptions(
        name, addresses, port, all, token, framedBy, contentSecurityPolicy, limits);
  }

  public ListenerOptions withToken(String secret) {
    return new ListenerOptions(
        name,
        addresses,
        port,
        hostNames,
        Optional.of(secret),
        framedBy,
        contentSecurityPolicy,
        limits);
  }

  public ListenerOptions withFramedBy(Set<String> origins) {
    return new ListenerOptions(
        name, addresses, port, hostNames, token, origins, contentSecurityPolicy, limits);
  }

  public ListenerOptions withContentSecurityPolicy(String policy) {
    return new ListenerOptions(name, addresses, port, hostNames, token, framedBy, policy, limits);
  }

  public ListenerOptions withLimits(ListenerLimits others) {
    return new ListenerOptions(
        name, addresses, port, hostNames, token, framedBy, contentSecurityPolicy, others);
  }

  /// Without the token, which must not reach a log.
  @Override
  public String toString() {
    return "%s on %s port %d, hosts %s, %s, %s"
        .formatted(
            name, addresses, port, hostNames, token.isPresent() ? "token" : "no token", limits);
  }
}

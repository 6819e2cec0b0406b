package dev.bellwether.lab;

import dev.bellwether.lab.track.Tab;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the host names and paths of assignments mean on this machine: the one table of it.
///
/// Assignments that were written for machines of their own name those; `kubernetes-vm:30001` is
/// where such a course has its observability pages, `/workspace/workshop` its sources.
///
/// @param observatory whose pages service tabs show
record Places(URI observatory) {
  /// Hosts whose shell and files are the track's work copy.
  private static final List<String> WORK_COPY = List.of("host-1", "kubernetes-vm");

  /// Hosts, with `:port` where only that port counts, whose pages are the observatory's.
  private static final List<String> OBSERVATORY = List.of("observatory", "kubernetes-vm:30001");

  /// The trading desk, which is a page of the workbench itself.
  private static final String DESK = "desk";

  /// Pages of others that ours stand for.
  private static final Map<String, String> PAGES =
      Map.of("/app/apm/service-map", "/map", "/app/apm/services", "/map", "/app/discover", "/logs");

  /// Files and folders of others that ours stand for, the longest first.
  private static final List<Map.Entry<String, String>> FILES =
      List.of(
          Map.entry(
              "/workspace/workshop/src/trader/app.py",
              "trading/trader/src/main/java/dev/bellwether/trader/TradeContext.java"),
          Map.entry("/workspace/workshop/src", "trading"),
          Map.entry("/workspace/workshop", ""));

  static Places of(URI observatory) {
    return new Places(observatory);
  }

  /// The page that the tab shows, as port and path, or nothing when no such thing runs here. The
  /// host is whatever the browser calls this machine; port 0 is the workbench's own.
  Optional<Page> page(Tab.Service tab) {
    if (tab.hostname().equals(DESK)) {
      return Optional.of(new Page(0, "/desk"));
    }
    boolean ours =
        OBSERVATORY.contains(tab.hostname())
            || OBSERVATORY.contains(tab.hostname() + ":" + tab.port());
    var path = tab.path().startsWith("/") ? tab.path() : "/" + tab.path();
    return ours
        ? Optional.of(new Page(observatory.getPort(), PAGES.getOrDefault(path, path)))
        : Optional.empty();
  }

  /// The path in the work copy, or nothing for a host that is not the work copy's.
  Optional<String> file(String hostname, String path) {
    if (!WORK_COPY.contains(hostname)) {
      return Optional.empty();
    }
    for (var place : FILES) {
      if (path.equals(place.getKey())) {
        return Optional.of(place.getValue());
      }
      if (path.startsWith(place.getKey() + "/")) {
        var rest = path.substring(place.getKey().length() + 1);
        return Optional.of(place.getValue().isEmpty() ? rest : place.getValue() + "/" + rest);
      }
    }
    return Optional.of(path.startsWith("/") ? path.substring(1) : path);
  }

  /// What pages may be shown inside ours, for the policy of the page.
  List<String> origins() {
    return List.of(
        "http://localhost:" + observatory.getPort(), "http://127.0.0.1:" + observatory.getPort());
  }

  /// What to say of a host that is none of these.
  static String unknown(String hostname) {
    return "hostname: '%s' (expected: one of %s, %s or %s)"
        .formatted(hostname, WORK_COPY, OBSERVATORY, DESK);
  }

  record Page(int port, String path) {}
}

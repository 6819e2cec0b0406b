package dev.bellwether.api;

import dev.bellwether.analysis.RedView;
import dev.bellwether.analysis.ServiceMap;
import dev.bellwether.http.Problem;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/// Says which names somebody may have meant.
final class ServiceNames {
  /// More would be a list, not an answer.
  private static final int NAMED_MAX = 3;

  /// Longer names are compared by their beginning: the work grows with the square.
  private static final int CHARACTERS_MAX = 100;

  private ServiceNames() {}

  /// A service that has nothing in the window of the map is known all the same.
  ///
  /// @throws Problem where there never was such a service
  static void require(String name, RedView red, ServiceMap map) {
    var known = new LinkedHashSet<>(red.serviceNames());
    map.nodes().stream()
        .filter(node -> node.kind() == ServiceMap.NodeKind.SERVICE)
        .map(ServiceMap.Node::id)
        .forEach(known::add);
    if (!known.contains(name)) {
      throw unknown(name, known);
    }
  }

  private static Problem unknown(String name, Collection<String> known) {
    var close = close(name, known);
    return Problem.notFound(
        close.isEmpty()
            ? "service: '%s' is unknown (expected: one of the names in /api/services)"
                .formatted(name)
            : "service: '%s' is unknown (close to it: %s)"
                .formatted(name, String.join(", ", close)));
  }

  /// The closest first: two characters or a third of them differ, or one name contains the other.
  static List<String> close(String name, Collection<String> known) {
    var wanted = shortened(name);
    record Candidate(String name, int distance) {}
    return known.stream()
        .map(candidate -> new Candidate(candidate, distance(wanted, shortened(candidate))))
        .filter(candidate -> isClose(wanted, shortened(candidate.name), candidate.distance))
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .limit(NAMED_MAX)
        .map(Candidate::name)
        .toList();
  }

  private static boolean isClose(String wanted, String candidate, int distance) {
    return distance <= Math.max(2, wanted.length() / 3)
        || wanted.contains(candidate)
        || (wanted.length() >= 2 && candidate.contains(wanted));
  }

  private static String shortened(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.substring(0, Math.min(lower.length(), CHARACTERS_MAX));
  }

  /// How many characters to put in, take out or change (Levenshtein).
  private static int distance(String one, String other) {
    var row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}

package dev.bellwether.analysis.explain;

import dev.bellwether.store.query.Field;
import dev.bellwether.store.query.Field.Attribute;
import dev.bellwether.store.query.Field.Intrinsic;
import java.util.List;

/// What a request can have: an attribute of its entry span, or of a span of another service that
/// worked on it.
///
/// @param service whose attribute it is; empty for the entry span's own service
public record Trait(String service, Field field) {
  /// What a failure brings about, and so cannot be its cause.
  private static final List<String> SYMPTOMS =
      List.of(
          "error",
          "exception",
          "status",
          "otel.status_code",
          "otel.status_description",
          "http.response",
          "http.status_code",
          "http.response_content_length",
          "rpc.grpc.status_code",
          "rpc.response.status_code",
          "db.response");

  /// Where two traits mean the same rows, the one that somebody can act on comes first.
  private static final List<List<String>> ACTIONABLE =
      List.of(
          List.of("version", "canary", "deployment"),
          List.of("region", "zone", "cloud"),
          List.of("pod", "instance", "container", "host"),
          List.of("flag", "feature"),
          List.of("customer", "tenant"),
          List.of("user"));

  /// An attribute of the entry span; one whose name the query language uses for something else is
  /// written with its prefix.
  static Trait ofEntry(String key) {
    return new Trait("", attribute(key));
  }

  static Trait of(String service, String key) {
    return new Trait(service, attribute(key));
  }

  /// `service.version of recorder`.
  public String written() {
    return service.isEmpty() ? field.written() : field.written() + " of " + service;
  }

  /// Whether it tells how a request ended, rather than why.
  boolean isSymptom() {
    var name = name();
    return SYMPTOMS.stream()
        .anyMatch(symptom -> name.equals(symptom) || name.startsWith(symptom + "."));
  }

  /// Smaller is more actionable.
  int actionability() {
    var name = name();
    for (int i = 0; i < ACTIONABLE.size(); i++) {
      if (ACTIONABLE.get(i).stream().anyMatch(name::contains)) {
        return i;
      }
    }
    return ACTIONABLE.size();
  }

  private String name() {
    return switch (field) {
      case Attribute attribute -> attribute.key();
      case Intrinsic intrinsic -> intrinsic.written();
    };
  }

  private static Field attribute(String key) {
    var field = Field.named(key);
    return field instanceof Attribute(var source, var name)
            && source == Attribute.Source.ANY
            && name.equals(key)
        ? field
        : new Attribute(Attribute.Source.OWN, key);
  }
}

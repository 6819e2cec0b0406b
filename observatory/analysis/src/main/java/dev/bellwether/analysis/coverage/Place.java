package dev.bellwether.analysis.coverage;

import dev.bellwether.model.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A span where it stands in its trace, with what is known of the key above and below it.
final class Place {
  final Span span;
  final @Nullable Place parent;
  final boolean carries;

  /// The nearest span above that carries the key.
  final @Nullable Place carrier;

  /// Where the key was lost: the uppermost of the spans without it that lead up from here.
  final Place lost;

  /// Where the request came into the service: the uppermost of the spans of the same service that
  /// lead up from here.
  final Place entry;

  final List<Place> children = new ArrayList<>();

  /// When the first span below began that carries the key; `Long.MAX_VALUE` where none does.
  long carriedBelowNanos = Long.MAX_VALUE;

  /// Whether a span below that is of another service carries the key.
  boolean carriedElsewhereBelow;

  Place(Span span, @Nullable Place parent, boolean carries) {
    this.span = span;
    this.parent = parent;
    this.carries = carries;
    this.carrier = parent == null ? null : parent.carries ? parent : parent.carrier;
    this.lost = parent == null || parent.carries ? this : parent.lost;
    this.entry = parent == null || !parent.service().equals(span.service()) ? this : parent.entry;
    if (parent != null) {
      parent.children.add(this);
    }
  }

  String service() {
    return span.service();
  }

  boolean carriedBelow() {
    return carriedBelowNanos != Long.MAX_VALUE;
  }

  /// Tells the parent what is known of the key here and below. Called for children first.
  void tellParent() {
    if (parent == null) {
      return;
    }
    parent.carriedBelowNanos = Math.min(parent.carriedBelowNanos, carriedBelowNanos);
    if (carries) {
      parent.carriedBelowNanos = Math.min(parent.carriedBelowNanos, span.startNanos());
    }
    parent.carriedElsewhereBelow |=
        parent.service().equals(service()) ? carriedElsewhereBelow : carries || carriedBelow();
  }
}

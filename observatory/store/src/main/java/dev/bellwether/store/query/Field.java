package dev.bellwether.store.query;

import dev.bellwether.model.MetricPoint;
import dev.bellwether.model.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a condition looks at.
public sealed interface Field {
  /// The name in the query language.
  String written();

  /// What a metric point has there, or null where it has nothing.
  default @Nullable Value of(MetricPoint point) {
    return new Subject.OfMetricPoint(point).value(this);
  }

  /// What a name means: an intrinsic field (or another spelling of one), else an attribute.
  static Field named(String name) {
    var intrinsic = Intrinsic.BY_NAME.get(name);
    if (intrinsic != null) {
      return intrinsic;
    }
    for (var source : List.of(Attribute.Source.OWN, Attribute.Source.RESOURCE)) {
      if (name.startsWith(source.prefix) && name.length() > source.prefix.length()) {
        return new Attribute(source, name.substring(source.prefix.length()));
      }
    }
    return new Attribute(Attribute.Source.ANY, name);
  }

  /// An attribute, by its whole key.
  record Attribute(Source source, String key) implements Field {
    @Override
    public String written() {
      return source.prefix + key;
    }

    /// Whose attribute it is.
    public enum Source {
      /// The record's own, else its resource's.
      ANY(""),
      OWN("attributes."),
      RESOURCE("resource.attributes.");

      private final String prefix;

      Source(String prefix) {
        this.prefix = prefix;
      }
    }
  }

  /// What every span or log record has besides attributes.
  enum Intrinsic implements Field {
    SERVICE_NAME("service.name"),
    NAME("name"),
    KIND("kind"),
    STATUS("status"),
    STATUS_MESSAGE("status.message"),
    /// In nanoseconds.
    DURATION("duration"),
    TRACE_ID("trace.id"),
    SPAN_ID("span.id"),
    PARENT_ID("parent.id"),
    SEVERITY("severity"),
    BODY("body"),
    /// Of a log record its own, of a span the names of all its events.
    EVENT_NAME("event.name"),
    SCOPE_NAME("scope.name"),
    /// When a span started or a log record was written, in epoch nanoseconds.
    TIMESTAMP("timestamp");

    private static final Map<String, Intrinsic> BY_NAME = byName();

    private final String written;

    Intrinsic(String written) {
      this.written = written;
    }

    @Override
    public String written() {
      return written;
    }

    /// Ids are also written as log lines and JSON do.
    private static Map<String, Intrinsic> byName() {
      var byName = new HashMap<String, Intrinsic>();
      for (var field : values()) {
        byName.put(field.written, field);
      }
      byName.put("trace_id", TRACE_ID);
      byName.put("span_id", SPAN_ID);
      byName.put("parent_id", PARENT_ID);
      return Map.copyOf(byName);
    }
  }
}

package dev.bellwether.analysis.patterns;

import dev.bellwether.analysis.patterns.Pattern.Example;
import dev.bellwether.analysis.patterns.Pattern.Part;
import dev.bellwether.analysis.patterns.Pattern.StepCount;
import dev.bellwether.analysis.patterns.Pattern.ValueCount;
import dev.bellwether.model.LogRecord.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// Templates of several services that read the same: one pattern to whoever reads it.
final class TemplateGroup {
  private static final int TOP_VALUES_MAX = 10;

  private final List<Member> members = new ArrayList<>();

  record Key(Severity severity, Origin origin, String text) {
    static Key of(Template template) {
      return new Key(template.severity(), template.origin(), template.text());
    }
  }

  private record Member(ServiceTemplates templates, Template template) {
    String service() {
      return templates.service();
    }
  }

  void add(ServiceTemplates templates, Template template) {
    members.add(new Member(templates, template));
    members.sort(Comparator.comparing(Member::service));
  }

  /// Lines in the steps from `first` to before `end`.
  long count(long first, long end) {
    return members.stream().mapToLong(member -> member.template.count(first, end)).sum();
  }

  Pattern pattern(Steps steps, long first, long end) {
    var shown = members.getFirst();
    var services = services(first, end);
    var names = services.stream().map(ValueCount::value).sorted().toList();
    return new Pattern(
        shown.templates.id(shown.template),
        shown.template.severity(),
        services,
        shown.template.pieces(),
        parts(),
        count(first, end),
        counts(steps, first, end),
        examples(),
        PatternFilter.of(names, shown.template));
  }

  /// Those with lines in the time, or all where none has.
  private List<ValueCount> services(long first, long end) {
    var all =
        members.stream()
            .map(member -> new ValueCount(member.service(), member.template.count(first, end)))
            .sorted(
                Comparator.comparingLong(ValueCount::count)
                    .reversed()
                    .thenComparing(ValueCount::value))
            .toList();
    var writing = all.stream().filter(service -> service.count() > 0).toList();
    return writing.isEmpty() ? all : writing;
  }

  private List<StepCount> counts(Steps steps, long first, long end) {
    var sums = new TreeMap<Long, Long>();
    for (var member : members) {
      member
          .template
          .counts(first, end)
          .forEach((step, count) -> sums.merge(step, count[0], Long::sum));
    }
    return sums.entrySet().stream()
        .map(entry -> new StepCount(steps.startNanos(entry.getKey()), entry.getValue()))
        .toList();
  }

  private List<Part> parts() {
    var shown = members.getFirst().template;
    var parts = new ArrayList<Part>();
    for (int token = 0; token < shown.tokens(); token++) {
      if (shown.isPart(token)) {
        var values = new TopValues();
        for (var member : members) {
          var theirs = member.template.values(token);
          if (theirs != null && member.template.tokens() == shown.tokens()) {
            values.add(theirs);
          }
        }
        parts.add(new Part(shown.word(token), values.seen(), values.top(TOP_VALUES_MAX)));
      }
    }
    return parts;
  }

  private List<Example> examples() {
    return members.stream()
        .flatMap(member -> member.template.examples().stream())
        .sorted(Template.BY_WORTH.reversed())
        .limit(Template.EXAMPLES_MAX)
        .toList();
  }
}

package dev.bellwether.analysis.patterns;

import dev.bellwether.analysis.patterns.Change.Kind;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.store.TimeRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.inference.BinomialTest;

/// Finds the patterns of log lines as they come. Not thread-safe.
///
/// Counts are kept by steps of the records' own time, a bounded number back from the newest.
public final class PatternMiner {
  /// A day of minutes.
  private static final long STEPS_MAX = 24 * 60;

  /// More services than any page lists; lines of others are counted together.
  private static final int SERVICES_MAX = 1_000;

  static final String OTHER_SERVICES = "_other";

  /// The template of lines whose own was forgotten because there were too many.
  private static final String OTHER_LINES = "(other lines)";

  /// Of changes that are told, one in twenty is none (Benjamini and Hochberg).
  private static final double FALSE_CHANGES = 0.05;

  /// Less is no change to speak of.
  private static final double RATIO_MIN = 1.5;

  private final LineScanner line = new LineScanner();
  private final Redirects redirects = new Redirects();
  private final Map<String, ServiceTemplates> services = new HashMap<>();
  private final Steps steps;
  private long lines;
  private long newestStep = Long.MIN_VALUE;
  private long oldestStep = Long.MAX_VALUE;

  /// Counts by minutes.
  public PatternMiner() {
    this(Steps.MINUTES);
  }

  public PatternMiner(Steps steps) {
    this.steps = steps;
  }

  /// Counts a record under the pattern that its message has.
  public void add(LogRecord record) {
    add(record, false);
  }

  /// Counts a record that is only there to compare with: values and examples of a pattern are of
  /// others, where there are any.
  public void addEarlier(LogRecord record) {
    add(record, true);
  }

  private void add(LogRecord record, boolean earlier) {
    long step = steps.at(record.effectiveNanos());
    if (step > newestStep || step < oldestStep) {
      newestStep = Math.max(newestStep, step);
      oldestStep = Math.min(oldestStep, step);
      tidy();
    }
    var templates = templates(record.service());
    var message = Message.of(record);
    Template template;
    if (message.origin() != Origin.LINE) {
      template = templates.ofName(record.severity(), message.text(), message.origin());
    } else {
      line.scan(message.text());
      template = templates.templateOf(record.severity(), line);
    }
    template.add(record, line, step, earlier, ++lines);
    if (templates.all().size() > ServiceTemplates.TEMPLATES_MAX) {
      forgetOldest(templates);
    }
  }

  /// Those with lines in the steps of the range, most lines first.
  public List<Pattern> patterns(TimeRange range) {
    tidy();
    var patterns = new ArrayList<Pattern>();
    for (var group : groups()) {
      var pattern = group.pattern(steps, steps.first(range), steps.end(range));
      if (pattern.count() > 0) {
        patterns.add(pattern);
      }
    }
    patterns.sort(
        Comparator.comparingLong(Pattern::count).reversed().thenComparingLong(Pattern::id));
    return List.copyOf(patterns);
  }

  /// What is written more or less often in `now` than in `before`, for the length of both; new
  /// patterns first.
  public List<Change> changes(TimeRange before, TimeRange now) {
    tidy();
    double share = (double) length(now) / Math.max(1, length(now) + length(before));
    var compared = new ArrayList<Change>();
    groups().forEach(group -> compare(group, before, now, share, compared));
    compared.sort(Comparator.comparingDouble(Change::chance));
    int last = -1;
    for (int i = 0; i < compared.size(); i++) {
      if (compared.get(i).chance() <= FALSE_CHANGES * (i + 1) / compared.size()) {
        last = i;
      }
    }
    var changes = new ArrayList<Change>();
    for (int i = 0; i < compared.size(); i++) {
      var change = compared.get(i);
      boolean tellsMuch = change.ratio() >= RATIO_MIN || change.ratio() <= 1 / RATIO_MIN;
      if ((i <= last && tellsMuch) || isNews(change, share)) {
        changes.add(change);
      }
    }
    changes.sort(Comparator.comparing(Change::kind).thenComparingDouble(Change::chance));
    return List.copyOf(changes);
  }

  /// Lines that never were there before are worth a look, however few: if there would have been one
  /// at least, had they been written as often as now.
  private static boolean isNews(Change change, double share) {
    return change.kind() == Kind.NEW && change.now() * (1 - share) >= share;
  }

  /// The id that a pattern has now which once had this one.
  public long resolve(long id) {
    return redirects.resolve(id);
  }

  private void tidy() {
    for (var templates : services.values()) {
      templates.merge();
      templates.all().forEach(template -> template.forgetBefore(newestStep - STEPS_MAX + 1));
    }
  }

  private ServiceTemplates templates(String service) {
    var known = services.get(service);
    if (known != null) {
      return known;
    }
    var name = services.size() < SERVICES_MAX ? service : OTHER_SERVICES;
    return services.computeIfAbsent(name, _ -> new ServiceTemplates(name, redirects));
  }

  private static void forgetOldest(ServiceTemplates templates) {
    for (var forgotten : templates.forgetOldest()) {
      var other = templates.ofName(Severity.UNSPECIFIED, OTHER_LINES, Origin.OTHER_LINES);
      if (forgotten != other) {
        other.absorb(forgotten);
      }
    }
  }

  private Collection<TemplateGroup> groups() {
    var groups = new HashMap<TemplateGroup.Key, TemplateGroup>();
    for (var templates : services.values()) {
      for (var template : templates.all()) {
        groups
            .computeIfAbsent(TemplateGroup.Key.of(template), _ -> new TemplateGroup())
            .add(templates, template);
      }
    }
    return groups.values();
  }

  private void compare(
      TemplateGroup group, TimeRange before, TimeRange now, double share, List<Change> compared) {
    long earlier = group.count(steps.first(before), steps.end(before));
    long later = group.count(steps.first(now), steps.end(now));
    if (earlier + later == 0) {
      return;
    }
    double ratio = later / share / (earlier / (1 - share));
    double chance =
        BinomialTest.withDefaults().test((int) (earlier + later), (int) later, share).getPValue();
    var kind =
        earlier == 0 ? Kind.NEW : later == 0 ? Kind.VANISHED : ratio >= 1 ? Kind.MORE : Kind.FEWER;
    var pattern = group.pattern(steps, steps.first(now), steps.end(now));
    compared.add(new Change(kind, pattern, earlier, later, ratio, chance));
  }

  /// In steps.
  private long length(TimeRange range) {
    return steps.end(range) - steps.first(range);
  }
}

package dev.bellwether.analysis.patterns;

import dev.bellwether.analysis.patterns.Change.Kind;
import dev.bellwether.model.LogRecord;
import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.store.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.inference.BinomialTest;

/// Finds the patterns of log lines as they come. Not thread-safe.
///
/// Counts are kept by whole minutes of the records' own time, at most a day back from the newest.
public final class PatternMiner {
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private static final long MINUTES_MAX = 24 * 60;

  /// More services than any page lists; lines of others are counted together.
  private static final int SERVICES_MAX = 1_000;

  private static final String OTHER_SERVICES = "_other";

  /// The template of lines whose own was forgotten because there were too many.
  private static final String OTHER_LINES = "(other lines)";

  /// Of changes that are told, one in twenty is none (Benjamini and Hochberg).
  private static final double FALSE_CHANGES = 0.05;

  /// Less is no change to speak of.
  private static final double RATIO_MIN = 1.5;

  private final LineScanner line = new LineScanner();
  private final Redirects redirects = new Redirects();
  private final Map<String, ServiceTemplates> services = new HashMap<>();
  private long lines;
  private long newestMinute = Long.MIN_VALUE;

  /// Counts a record under the pattern that its message has.
  public void add(LogRecord record) {
    long minute = record.effectiveNanos() / MINUTE_NANOS;
    if (minute > newestMinute) {
      newestMinute = minute;
      tidy();
    }
    var templates = templates(record.service());
    var message = Message.of(record);
    Template template;
    if (message.isName()) {
      template = templates.ofName(record.severity(), message.text());
    } else {
      line.scan(message.text());
      template = templates.templateOf(record.severity(), line);
    }
    template.add(record, line, message.isName(), ++lines);
    if (templates.all().size() > ServiceTemplates.TEMPLATES_MAX) {
      forgetOldest(templates);
    }
  }

  /// Those with lines in the minutes of the range, most lines first.
  public List<Pattern> patterns(TimeRange range) {
    tidy();
    var patterns = new ArrayList<Pattern>();
    for (var templates : services.values()) {
      for (var template : templates.all()) {
        var pattern = pattern(templates, template, range);
        if (pattern.count() > 0) {
          patterns.add(pattern);
        }
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
    double share = (double) minutes(now) / Math.max(1, minutes(now) + minutes(before));
    var compared = new ArrayList<Change>();
    for (var templates : services.values()) {
      for (var template : templates.all()) {
        compare(templates, template, before, now, share, compared);
      }
    }
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
      // Lines that never were there before are worth a look, however few.
      if (change.kind() == Kind.NEW || (i <= last && tellsMuch)) {
        changes.add(change);
      }
    }
    changes.sort(Comparator.comparing(Change::kind).thenComparingDouble(Change::chance));
    return List.copyOf(changes);
  }

  /// The id that a pattern has now which once had this one.
  public long resolve(long id) {
    return redirects.resolve(id);
  }

  private void tidy() {
    for (var templates : services.values()) {
      templates.merge();
      templates.all().forEach(template -> template.forgetBefore(newestMinute - MINUTES_MAX + 1));
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
      var other = templates.ofName(Severity.UNSPECIFIED, OTHER_LINES);
      if (forgotten != other) {
        other.absorb(forgotten);
      }
    }
  }

  private Pattern pattern(ServiceTemplates templates, Template template, TimeRange range) {
    return template.pattern(
        templates.id(template), templates.service(), firstMinute(range), endMinute(range));
  }

  private void compare(
      ServiceTemplates templates,
      Template template,
      TimeRange before,
      TimeRange now,
      double share,
      List<Change> compared) {
    long earlier = template.count(firstMinute(before), endMinute(before));
    long later = template.count(firstMinute(now), endMinute(now));
    if (earlier + later == 0) {
      return;
    }
    double ratio = later / share / (earlier / (1 - share));
    double chance =
        BinomialTest.withDefaults().test((int) (earlier + later), (int) later, share).getPValue();
    var kind =
        earlier == 0 ? Kind.NEW : later == 0 ? Kind.VANISHED : ratio >= 1 ? Kind.MORE : Kind.FEWER;
    compared.add(
        new Change(kind, pattern(templates, template, now), earlier, later, ratio, chance));
  }

  private static long minutes(TimeRange range) {
    return endMinute(range) - firstMinute(range);
  }

  private static long firstMinute(TimeRange range) {
    return range.fromNanos() / MINUTE_NANOS;
  }

  private static long endMinute(TimeRange range) {
    return Math.ceilDiv(range.toNanos(), MINUTE_NANOS);
  }
}

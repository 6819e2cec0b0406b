package dev.bellwether.analysis.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.model.LogRecord.Severity;
import dev.bellwether.store.TimeRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// How well lines are put together that one statement wrote.
///
/// Grouping accuracy, as log parsers are compared by: the share of lines of which the pattern holds
/// all lines of their statement and no others.
class GroupingTest {
  private static final int LINES = 20_000;
  private static final int ORDERS = 5;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void at_least_95_of_100_lines_are_with_all_of_their_kind_and_no_others() {
    var lines = new Corpus(random).lines(LINES);

    assertThat(accuracy(lines)).as("seed %d", seed).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void the_order_of_the_lines_changes_next_to_nothing() {
    var lines = new ArrayList<>(new Corpus(random).lines(LINES));
    var first = templates(lines);

    for (int i = 0; i < ORDERS; i++) {
      Collections.shuffle(lines, random);
      var templates = templates(lines);
      var both = new HashSet<>(templates);
      both.retainAll(first);

      assertThat((double) both.size() / Math.max(first.size(), templates.size()))
          .as("seed %d: %s and %s", seed, first, templates)
          .isGreaterThanOrEqualTo(0.95);
    }
  }

  private static Set<String> templates(List<Corpus.Line> lines) {
    return mined(lines).patterns(TimeRange.ALWAYS).stream()
        .map(Pattern::template)
        .collect(Collectors.toSet());
  }

  private static PatternMiner mined(List<Corpus.Line> lines) {
    var miner = new PatternMiner();
    lines.forEach(line -> miner.add(LogLines.line("trader", Severity.INFO, 0, line.text())));
    return miner;
  }

  /// By what the miner says of each line once all are known.
  private static double accuracy(List<Corpus.Line> lines) {
    var templates = new ServiceTemplates("trader", new Redirects());
    var scanner = new LineScanner();
    var found = new ArrayList<Template>();
    for (var line : lines) {
      scanner.scan(Message.of(LogLines.line("trader", Severity.INFO, 0, line.text())).text());
      found.add(templates.templateOf(Severity.INFO, scanner));
    }
    templates.merge();
    Map<Template, Set<Integer>> labelsOf = new HashMap<>();
    Map<Integer, Set<Template>> templatesOf = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      var template = found.get(i).current();
      int label = lines.get(i).label();
      labelsOf.computeIfAbsent(template, _ -> new HashSet<>()).add(label);
      templatesOf.computeIfAbsent(label, _ -> new HashSet<>()).add(template);
    }
    long right = 0;
    for (int i = 0; i < lines.size(); i++) {
      var labels = labelsOf.getOrDefault(found.get(i).current(), Set.of());
      var all = templatesOf.getOrDefault(lines.get(i).label(), Set.of());
      right += labels.size() == 1 && all.size() == 1 ? 1 : 0;
    }
    return (double) right / lines.size();
  }
}

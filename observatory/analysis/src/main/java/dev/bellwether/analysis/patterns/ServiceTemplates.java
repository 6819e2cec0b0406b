package dev.bellwether.analysis.patterns;

import dev.bellwether.model.LogRecord.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The templates of one service, and how to find the one that a line reads like.
///
/// ```
/// signature of the whole line ──▶ template                      most lines end here
/// severity, tokens, 1st and 2nd word ──▶ templates to compare
/// ```
final class ServiceTemplates {
  /// A service has tens to hundreds; more come from text that is no log.
  static final int TEMPLATES_MAX = 5_000;

  /// When there are too many, so many of those that were not seen for longest go at once.
  private static final int FORGOTTEN_AT_ONCE = 500;

  /// Shapes of lines remembered; beyond, all are found the longer way again.
  private static final int SHAPES_MAX = 65_536;

  /// More different first words than this are no words but names.
  private static final int FIRST_WORDS_MAX = 100;

  /// So many templates that differ in one of their first words are one.
  private static final int SIBLINGS_MIN = 5;

  private static final int FIRST_WORDS = 2;

  private final Map<Long, Template> byShape = new HashMap<>();
  private final Map<Long, List<Template>> byFirstWords = new HashMap<>();
  private final Map<Long, Set<Long>> firstWords = new HashMap<>();
  private final Set<Template> all = new HashSet<>();
  private final Redirects redirects;
  private final String service;
  private boolean changed;

  ServiceTemplates(String service, Redirects redirects) {
    this.service = service;
    this.redirects = redirects;
  }

  Collection<Template> all() {
    return all;
  }

  String service() {
    return service;
  }

  long id(Template template) {
    return id(template.severity(), template.text());
  }

  /// The template that the line reads like, made more general or new where there is none.
  Template templateOf(Severity severity, LineScanner line) {
    long shape = Hash.with(line.signature(), Hash.of(severity));
    var known = byShape.get(shape);
    if (known != null) {
      var template = known.current();
      if (all.contains(template)) {
        return template;
      }
    }
    var template = bySimilarity(severity, line);
    remember(shape, template);
    return template;
  }

  Template ofName(Severity severity, String name, Origin origin) {
    long shape = Hash.with(Hash.with(Hash.of(name), Hash.of(severity)), Hash.of(origin.name()));
    var known = byShape.get(shape);
    if (known != null && all.contains(known)) {
      return known;
    }
    var template = new Template(severity, name, origin);
    all.add(template);
    remember(shape, template);
    return template;
  }

  /// Makes one of templates that turned out to be the same. Cheap when nothing is new since.
  void merge() {
    if (!changed) {
      return;
    }
    changed = false;
    mergeSiblings();
    Map<Long, List<Template>> same = new HashMap<>();
    for (var template : all) {
      same.computeIfAbsent(template.collapsedHash(), _ -> new ArrayList<>()).add(template);
    }
    same.values().forEach(this::mergeAll);
  }

  /// Removes those that were not seen for longest where there are too many.
  ///
  /// @return what was removed
  List<Template> forgetOldest() {
    if (all.size() <= TEMPLATES_MAX) {
      return List.of();
    }
    var oldest =
        all.stream()
            .sorted(Comparator.comparingLong(Template::lastUse))
            .limit(FORGOTTEN_AT_ONCE)
            .toList();
    var gone = new HashSet<>(oldest);
    all.removeAll(gone);
    byFirstWords.values().forEach(list -> list.removeIf(gone::contains));
    byFirstWords.values().removeIf(List::isEmpty);
    byShape.values().removeIf(template -> gone.contains(template.current()));
    firstWords.clear();
    return oldest;
  }

  private void remember(long shape, Template template) {
    if (byShape.size() >= SHAPES_MAX) {
      byShape.clear();
    }
    byShape.put(shape, template);
  }

  private Template bySimilarity(Severity severity, LineScanner line) {
    var candidates = byFirstWords.computeIfAbsent(place(severity, line), _ -> new ArrayList<>());
    Template best = null;
    double bestSimilarity = 0;
    for (var candidate : candidates) {
      double similarity = candidate.similarity(line);
      if (similarity > bestSimilarity) {
        best = candidate;
        bestSimilarity = similarity;
      }
    }
    if (best == null) {
      best = new Template(severity, line);
      candidates.add(best);
      all.add(best);
      changed = true;
      return best;
    }
    long old = id(best);
    if (best.generalize(line)) {
      redirects.add(old, id(best));
      changed = true;
    }
    return best;
  }

  /// Severity, number of tokens, and the first two words; of too many different ones none.
  private long place(Severity severity, LineScanner line) {
    long place = Hash.with(Hash.with(Hash.START, Hash.of(severity)), line.count());
    int words = 0;
    for (int i = 0; i < line.count() && words < FIRST_WORDS; i++) {
      if (line.kind(i) == Kind.WORD) {
        words++;
        var known = firstWords.computeIfAbsent(place, _ -> new HashSet<>());
        boolean fits = known.contains(line.hash(i));
        if (!fits && known.size() < FIRST_WORDS_MAX) {
          known.add(line.hash(i));
          fits = true;
        }
        place = Hash.with(place, fits ? line.hash(i) : LineScanner.VARIABLE);
      }
    }
    return place;
  }

  /// Templates that differ in one token only.
  private record Siblings(int token, List<Template> templates) {
    boolean areOne() {
      boolean oneVaries = templates.stream().anyMatch(template -> template.varies(token));
      return templates.size() >= (oneVaries ? 2 : SIBLINGS_MIN);
    }
  }

  private void mergeSiblings() {
    Map<Long, Siblings> bySameRest = new HashMap<>();
    for (var template : all) {
      for (int token : tokensBeforeThirdWord(template)) {
        bySameRest
            .computeIfAbsent(
                template.hashWithout(token), _ -> new Siblings(token, new ArrayList<>()))
            .templates
            .add(template);
      }
    }
    for (var siblings : bySameRest.values()) {
      siblings.templates.removeIf(template -> !all.contains(template));
      if (siblings.areOne()) {
        var first = siblings.templates.stream().min(BY_LENGTH).orElseThrow();
        if (!first.varies(siblings.token)) {
          long old = id(first);
          first.vary(siblings.token);
          redirects.add(old, id(first));
        }
        mergeAll(siblings.templates);
      }
    }
  }

  /// Where names may stand; none in a template that has too little else to be known by.
  private static List<Integer> tokensBeforeThirdWord(Template template) {
    var tokens = new ArrayList<Integer>();
    int words = 0;
    int masks = 0;
    for (int i = 0; i < template.tokens(); i++) {
      words += template.isWord(i) ? 1 : 0;
      masks += template.isMask(i) ? 1 : 0;
      if (words <= FIRST_WORDS && (template.isWord(i) || template.varies(i))) {
        tokens.add(i);
      }
    }
    return words + masks > FIRST_WORDS ? List.copyOf(tokens) : List.of();
  }

  /// The first takes over all others; by text, so that it does not matter which came first.
  private void mergeAll(List<Template> same) {
    if (same.size() < 2) {
      return;
    }
    same.sort(BY_LENGTH);
    var kept = same.getFirst();
    for (var other : same.subList(1, same.size())) {
      redirects.add(id(other), id(kept));
      kept.absorb(other);
      all.remove(other);
    }
    byFirstWords.values().forEach(list -> list.removeAll(same.subList(1, same.size())));
  }

  private static final Comparator<Template> BY_LENGTH =
      Comparator.comparingInt(Template::tokens)
          .thenComparing(template -> !template.text().contains(Kind.ANYTHING.mask()))
          .thenComparing(Template::text);

  private long id(Severity severity, String text) {
    return Hash.with(Hash.with(Hash.of(service), Hash.of(severity)), Hash.of(text));
  }
}

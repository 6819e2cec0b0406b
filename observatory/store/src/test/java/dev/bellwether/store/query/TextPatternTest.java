package dev.bellwether.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class TextPatternTest {
  @Test
  void without_a_star_only_the_same_text_matches() {
    var pattern = TextPattern.literal("trader");

    assertThat(pattern.matches("trader")).isTrue();
    assertThat(pattern.matches("Trader")).isFalse();
    assertThat(pattern.matches("traders")).isFalse();
    assertThat(pattern.matches("")).isFalse();
  }

  @Test
  void a_star_stands_for_nothing_too() {
    assertThat(pattern("tra", "der").matches("trader")).isTrue();
    assertThat(pattern("", "trader", "").matches("trader")).isTrue();
    assertThat(pattern("", "").matches("")).isTrue();
  }

  @Test
  void begin_and_end_may_not_share_characters() {
    assertThat(pattern("aba", "aba").matches("ababa")).isFalse();
    assertThat(pattern("aba", "aba").matches("abaaba")).isTrue();
  }

  @Test
  void parts_between_stars_are_found_in_their_order() {
    assertThat(pattern("/", "record", "/", "").matches("/v1/record/7")).isTrue();
    assertThat(pattern("/", "7", "record", "").matches("/v1/record/7")).isFalse();
  }

  @Test
  void a_repeating_part_is_found_where_it_overlaps_itself() {
    assertThat(pattern("", "aab", "").matches("aaab")).isTrue();
    assertThat(pattern("", "abab", "c").matches("abaababc")).isTrue();
  }

  @Test
  void full_text_ignores_case() {
    assertThat(TextPattern.literal("Refused").occursIn("connection REFUSED by peer")).isTrue();
    assertThat(TextPattern.literal("ÄRGER").occursIn("viel ärger")).isTrue();
  }

  @Test
  void full_text_is_not_found_in_the_midst_of_a_word() {
    assertThat(TextPattern.literal("fused").occursIn("connection refused")).isFalse();
    assertThat(TextPattern.literal("refuse").occursIn("connection refused")).isFalse();
    assertThat(TextPattern.literal("hall").occursIn("customer l.hall")).isTrue();
    assertThat(TextPattern.literal("l.hall").occursIn("for l.hall, bought")).isTrue();
    assertThat(TextPattern.literal("l.hall").occursIn("for l.hallway")).isFalse();
  }

  @Test
  void full_text_goes_on_to_a_later_place_when_the_first_is_in_the_midst_of_a_word() {
    assertThat(TextPattern.literal("an").occursIn("bananan an apple")).isTrue();
  }

  @Test
  void a_star_lifts_the_rule_of_whole_words_on_its_side() {
    assertThat(pattern("conn", "").occursIn("no connection")).isTrue();
    assertThat(pattern("", "nection").occursIn("no connection")).isTrue();
    assertThat(pattern("nec", "").occursIn("no connection")).isFalse();
    assertThat(pattern("", "connect").occursIn("no connection")).isFalse();
  }

  @Test
  void punctuation_is_found_anywhere() {
    assertThat(TextPattern.literal("/record").occursIn("POST http://router:9000/record")).isTrue();
    assertThat(TextPattern.literal("\":").occursIn("{\"key\":1}")).isTrue();
  }

  @Test
  void nothing_between_stars_is_our_mistake() {
    assertThatThrownBy(() -> pattern("a", "", "b")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> pattern()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_hostile_pattern_takes_time_in_proportion_to_the_text() {
    var star = pattern("", "a".repeat(2_000) + "b", "a".repeat(2_000) + "c", "");
    var text = "a".repeat(1_000_000);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(star.matches(text)).isFalse();
          assertThat(star.occursIn(text)).isFalse();
        });
  }

  @Test
  void random_patterns_match_what_a_regular_expression_matches() {
    var seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    for (var round = 0; round < 20_000; round++) {
      var parts = randomParts(random);
      var text = randomText(random, 12);
      var whole = parts.stream().map(Pattern::quote).collect(Collectors.joining(".*"));

      var matched = new TextPattern(parts).matches(text);

      assertThat(matched)
          .as("seed %d, round %d: %s matches %s", seed, round, parts, text)
          .isEqualTo(Pattern.matches(whole, text));
    }
  }

  @Test
  void random_patterns_occur_where_a_regular_expression_finds_them() {
    var seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    for (var round = 0; round < 20_000; round++) {
      var parts = randomParts(random);
      var text = randomText(random, 12);

      var found = new TextPattern(parts).occursIn(text);

      assertThat(found)
          .as("seed %d, round %d: %s occurs in %s", seed, round, parts, text)
          .isEqualTo(Pattern.compile(withWordBoundaries(parts)).matcher(text).find());
    }
  }

  private static TextPattern pattern(String... parts) {
    return new TextPattern(List.of(parts));
  }

  /// Two letters and a space make hits, near hits and overlaps likely.
  private static String randomText(Random random, int lengthMax) {
    return random
        .ints(random.nextInt(lengthMax), 0, 3)
        .mapToObj(i -> "ab ".substring(i, i + 1))
        .collect(Collectors.joining());
  }

  private static List<String> randomParts(Random random) {
    var parts =
        random
            .ints(random.nextInt(1, 4), 0, 10)
            .mapToObj(_ -> randomText(random, 4))
            .collect(Collectors.toList());
    for (var i = 1; i < parts.size() - 1; i++) {
      parts.set(i, "a" + parts.get(i));
    }
    return parts;
  }

  private static String withWordBoundaries(List<String> parts) {
    var first = parts.getFirst();
    var last = parts.getLast();
    var before = isWord(first, 0) ? "(?<![ab])" : "";
    var after = isWord(last, last.length() - 1) ? "(?![ab])" : "";
    var middle = parts.stream().map(Pattern::quote).collect(Collectors.joining(".*"));
    return before + middle + after;
  }

  private static boolean isWord(String part, int at) {
    return !part.isEmpty() && part.charAt(at) != ' ';
  }
}

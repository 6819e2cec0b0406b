package dev.bellwether.lab.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownReaderTest {
  private static final MarkdownReader READER =
      new MarkdownReader(Path.of("a.md"), 0, 2, "/tracks/t/assets/", Set.of("map.png"));

  @ParameterizedTest
  @CsvSource({"NOTE,note", "TIP,tip", "IMPORTANT,important", "WARNING,warning", "CAUTION,caution"})
  void a_quote_that_begins_with_a_kind_is_a_callout(String word, String kind) {
    var callout = first("> [!%s]\n> Mind the *gap*".formatted(word));

    assertThat(callout.tag()).isEqualTo("callout");
    assertThat(callout.attributes()).isEqualTo(Map.of("kind", kind));
    assertThat(callout.plain()).isEqualTo("Mind the gap");
  }

  @Test
  void any_other_quote_is_a_quote() {
    assertThat(first("> [!LOUD]\n> Hello").tag()).isEqualTo("blockquote");
    assertThat(first("> [!NOTE] on the same line").tag()).isEqualTo("blockquote");
    assertThat(first("> plain").plain()).isEqualTo("plain");
  }

  @Test
  void a_callout_may_hold_several_blocks_or_none() {
    assertThat(TrackReaderTest.tags(first("> [!TIP]\n>\n> one\n> * two")))
        .containsExactly("callout", "p", "text", "ul", "li", "p", "text");
    assertThat(first("> [!TIP]").children()).isEmpty();
  }

  @Test
  void a_button_opens_a_tab() {
    var button =
        first("[button label=\"Service map\" variant=\"success\"](tab-1)").children().getFirst();

    assertThat(button.tag()).isEqualTo("tab-button");
    assertThat(button.attributes()).containsEntry("tab", "1");
    assertThat(button.plain()).isEqualTo("Service map");
  }

  @Test
  void a_code_block_says_whether_it_can_be_copied_and_run() {
    assertThat(first("```bash,run\nls\n```").attributes())
        .isEqualTo(Map.of("language", "bash", "copy", "yes", "run", "yes"));
    assertThat(first("```java,nocopy\nint i;\n```").attributes())
        .isEqualTo(Map.of("language", "java", "copy", "no", "run", "no"));
    assertThat(first("    indented").attributes())
        .isEqualTo(Map.of("language", "", "copy", "yes", "run", "no"));
  }

  @Test
  void a_picture_of_the_track_has_an_address_and_a_missing_one_only_its_name() {
    assertThat(first("![Map](../assets/map.png)").children().getFirst().attributes())
        .isEqualTo(Map.of("alt", "Map", "src", "/tracks/t/assets/map.png"));
    assertThat(first("![Gone](../assets/gone.png)").children().getFirst().attributes())
        .isEqualTo(Map.of("alt", "Gone"));
    assertThat(first("![Else](https://example.com/x.png)").children().getFirst().attributes())
        .isEqualTo(Map.of("alt", "Else"));
    assertThat(first("![Out](../assets/../../x.png)").children().getFirst().attributes())
        .isEqualTo(Map.of("alt", "Out"));
  }

  @Test
  void html_is_text() {
    assertThat(first("<script>alert(1)</script>").plain()).isEqualTo("<script>alert(1)</script>");
    assertThat(first("a <b onclick=x>c</b>").plain()).isEqualTo("a <b onclick=x>c</b>");
    assertThat(TrackReaderTest.tags(READER.read("<div>\n\n<b>x</b>")))
        .containsOnly("document", "p", "text");
  }

  @Test
  void a_link_leads_to_the_web_or_nowhere() {
    assertThat(first("[site](https://opentelemetry.io)").children().getFirst().attributes())
        .containsEntry("href", "https://opentelemetry.io");
    assertThat(first("[x](javascript:alert(1))").children().getFirst().tag()).isEqualTo("text");
    assertThat(first("https://opentelemetry.io").children().getFirst().tag()).isEqualTo("a");
  }

  @Test
  void tables_lists_and_struck_words_are_there() {
    assertThat(TrackReaderTest.tags(READER.read("| a | b |\n|:-:|---|\n| 1 | 2 |")))
        .containsSubsequence("table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td");
    assertThat(first("3. three").attributes()).containsEntry("start", "3");
    assertThat(TrackReaderTest.tags(first("~~old~~ **new** *x* `y`")))
        .contains("del", "strong", "em", "code");
  }

  @Test
  void a_heading_can_be_linked_to() {
    assertThat(first("Adding span attributes\n===").attributes())
        .isEqualTo(Map.of("id", "adding-span-attributes"));
  }

  private static Markup first(String markdown) {
    return READER.read(markdown).children().getFirst();
  }
}

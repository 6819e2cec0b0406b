package dev.bellwether.truth.score;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A score card as a table in Markdown.
public final class ScoreTable {
  private static final List<String> HEAD =
      List.of("fault", "incidents", "top-1", "top-3", "detected after", "precision", "recall");

  private ScoreTable() {}

  public static String of(ScoreCard card) {
    var rows = new ArrayList<List<String>>();
    rows.add(HEAD);
    card.byKind().forEach((kind, figures) -> rows.add(row("`" + kind + "`", figures)));
    rows.add(row("**all**", card.all()));
    var text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      line(text, rows.get(i), rows);
      if (i == 0) {
        rule(text, rows);
      }
    }
    return text
        + "%nFalse alarms: %d of %d quiet windows.%n"
            .formatted(card.falseAlarms().size(), card.quietWindows());
  }

  private static List<String> row(String name, ScoreCard.Figures figures) {
    return List.of(
        name,
        Integer.toString(figures.incidents()),
        percent(figures.top1()),
        percent(figures.top3()),
        seconds(figures.detectedAfter()),
        percent(figures.precision()),
        percent(figures.recall()));
  }

  /// The first column begins on the left, figures end on the right.
  private static void line(StringBuilder text, List<String> cells, List<List<String>> rows) {
    text.append('|');
    for (int i = 0; i < cells.size(); i++) {
      var padding = " ".repeat(width(rows, i) - cells.get(i).length());
      text.append(' ').append(i == 0 ? "" : padding).append(cells.get(i));
      text.append(i == 0 ? padding : "").append(" |");
    }
    text.append('\n');
  }

  private static void rule(StringBuilder text, List<List<String>> rows) {
    text.append('|');
    for (int i = 0; i < HEAD.size(); i++) {
      text.append("-".repeat(width(rows, i) + 1)).append(i == 0 ? "-|" : ":|");
    }
    text.append('\n');
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", share * 100);
  }

  private static String seconds(@Nullable Duration duration) {
    return duration == null ? "–" : duration.toSeconds() + " s";
  }
}
